package io.perfagent.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EffectSwitchTest {
    private final KillSwitch kill = new KillSwitch(null);
    private final Value value = new Value();
    private final EffectSwitch effect = new EffectSwitch("a", value, kill);

    /** A setting of an application: 10 without us, 20 with us. */
    static final class Value implements Effect {
        volatile int now = 10;
        volatile int failingApplies;
        volatile int failingRestores;
        volatile Runnable whileApplying = () -> {};

        @Override
        public void apply() {
            now = 15;
            whileApplying.run();
            if (failingApplies > 0) {
                failingApplies--;
                throw new IllegalStateException("refused");
            }
            now = 20;
        }

        @Override
        public void restore() {
            if (failingRestores > 0) {
                failingRestores--;
                throw new IllegalStateException("busy");
            }
            now = 10;
        }
    }

    @Test
    void onAndOffAndCounted() {
        assertThat(effect.apply()).isTrue();
        assertThat(effect.apply()).isTrue();
        assertThat(value.now).isEqualTo(20);
        assertThat(effect.restore()).isTrue();
        assertThat(effect.restore()).isTrue();

        assertThat(value.now).isEqualTo(10);
        assertThat(effect.applications()).isEqualTo(1);
        assertThat(effect.restorations()).isEqualTo(1);
        assertThat(effect.failures()).isZero();
    }

    @Test
    void whatCouldNotBeAppliedIsChangedBack() {
        value.failingApplies = 1;

        assertThat(effect.apply()).isFalse();

        assertThat(value.now).isEqualTo(10);
        assertThat(effect.isApplied()).isFalse();
        assertThat(effect.isOwed()).isFalse();
        assertThat(effect.failures()).isEqualTo(1);
        assertThat(effect.lastFailure()).isEqualTo("apply: java.lang.IllegalStateException: refused");
    }

    @Test
    void whatCouldNotBeRestoredIsOwedUntilItIs() {
        effect.apply();
        value.failingRestores = 2;

        assertThat(effect.restore()).isFalse();
        assertThat(effect.isOwed()).isTrue();
        assertThat(effect.isApplied()).isTrue();
        assertThat(effect.restore()).isFalse();
        assertThat(effect.restore()).isTrue();

        assertThat(value.now).isEqualTo(10);
        assertThat(effect.isOwed()).isFalse();
        assertThat(effect.failures()).isEqualTo(2);
        assertThat(effect.restorations()).isEqualTo(1);
    }

    @Test
    void errorsAreFailuresToo() {
        value.whileApplying = () -> {
            throw new NoSuchMethodError("setMaximumPoolSize");
        };

        assertThat(effect.apply()).isFalse();
        assertThat(value.now).isEqualTo(10);
    }

    @Test
    void afterTheKillSwitchNothingIsApplied() {
        kill.turnOff("test");

        assertThat(effect.apply()).isFalse();
        assertThat(value.now).isEqualTo(10);
        assertThat(effect.applications()).isZero();
    }

    @Test
    void theKillSwitchDoesNotWaitForOneThatIsJustBeingApplied() throws Exception {
        CountDownLatch applying = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        value.whileApplying = () -> {
            applying.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        boolean[] on = {true};
        Thread applier = new Thread(() -> on[0] = effect.apply());
        applier.start();
        applying.await();

        kill.turnOff("test");
        assertThat(effect.restoreUnlessBusy()).isFalse();
        goOn.countDown();
        applier.join();

        assertThat(on[0]).isFalse();
        assertThat(value.now).isEqualTo(10);
        assertThat(effect.isApplied()).isFalse();
    }
}
