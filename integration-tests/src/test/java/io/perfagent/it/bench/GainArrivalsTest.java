package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perfagent.it.gain.Shop;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Moments are numbers here: nothing waits. */
class GainArrivalsTest {
    private static final long SECOND = 1_000_000_000L;

    private final VersionCheck check = new VersionCheck(Shop.ITEMS);

    private GainArrivals arrivals(GainShape shape, double perSecond) {
        return new GainArrivals(
                shape, GainArrivals.zipf(17), new Random(5), check, perSecond, 100 * SECOND, 2 * SECOND, 8 * SECOND);
    }

    @Test
    void theyComeAtTheRateAndOneInTwentyWrites() {
        GainArrivals arrivals = arrivals(GainShape.KEY, 1000);
        int[] operations = new int[3];
        int count = 0;
        long last = 0;
        for (long next = arrivals.nextNanos(); next != Long.MAX_VALUE; next = arrivals.nextNanos()) {
            assertThat(next).isBetween(Math.max(last, 100 * SECOND), 110 * SECOND);
            last = next;
            operations[arrivals.kind() / Shop.ITEMS]++;
            count++;
        }
        assertThat((double) count).isCloseTo(10_000, within(500.0));
        assertThat(operations[2] / (double) count).isCloseTo(0.05, within(0.011));
        assertThat(operations[0] / (double) count).isCloseTo(0.475, within(0.025));
    }

    @Test
    void targetsAreInTheOrderOfKinds() {
        String[] targets = GainArrivals.targets(GainShape.KEY);
        assertThat(targets).hasSize(30_000);
        assertThat(targets[7]).isEqualTo("/key/7");
        assertThat(targets[10_007]).isEqualTo("/key-tx/7");
        assertThat(targets[20_007]).isEqualTo("/write/7");
        assertThat(GainArrivals.targets(GainShape.GET)[10_000]).isEqualTo("/set/0");
    }

    @Test
    void itPassesByItsSlowestHundredth() {
        GainArrivals arrivals = arrivals(GainShape.KEY, 100);
        end(arrivals, 103, 990, 10);
        end(arrivals, 103, 9, 60);
        assertThat(arrivals.hasPassed()).isTrue();
        end(arrivals, 103, 3, 60);
        assertThat(arrivals.hasPassed()).isFalse();
    }

    @Test
    void theLeadInDoesNotCount() {
        GainArrivals arrivals = arrivals(GainShape.KEY, 100);
        end(arrivals, 101, 100, 900);
        end(arrivals, 103, 100, 10);
        assertThat(arrivals.hasPassed()).isTrue();
        assertThat(arrivals.answered()).isEqualTo(200);
    }

    @Test
    void itEndsAsSoonAsItCannotPass() {
        GainArrivals slow = arrivals(GainShape.KEY, 100);
        end(slow, 103, 8, 60);
        assertThat(slow.nextNanos()).isNotEqualTo(Long.MAX_VALUE);
        end(slow, 103, 1, 60);
        assertThat(slow.nextNanos()).isEqualTo(Long.MAX_VALUE);

        GainArrivals failing = arrivals(GainShape.KEY, 100);
        failing.ended(0, 101 * SECOND, 101 * SECOND, 103 * SECOND, 0, "");
        assertThat(failing.nextNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(failing.hasPassed()).isFalse();
    }

    @Test
    void aWarmUpGoesOnWhateverHappens() {
        GainArrivals warmUp = new GainArrivals(
                GainShape.KEY, GainArrivals.zipf(17), new Random(5), check, 100, 100 * SECOND, 20 * SECOND, 0);
        warmUp.ended(0, 101 * SECOND, 101 * SECOND, 103 * SECOND, 0, "");
        assertThat(warmUp.nextNanos()).isNotEqualTo(Long.MAX_VALUE);
    }

    @Test
    void versionsAreJudged() {
        GainArrivals arrivals = arrivals(GainShape.KEY, 100);
        arrivals.ended(20_003, 103 * SECOND, 103 * SECOND, 103 * SECOND + 5, 200, "8 written");
        arrivals.ended(10_003, 103 * SECOND, 103 * SECOND + 4, 103 * SECOND + 9, 200, "7 item");
        assertThat(check.violations()).isZero();
        arrivals.ended(10_003, 103 * SECOND, 103 * SECOND + 6, 103 * SECOND + 9, 200, "7 item");
        assertThat(check.violations()).isEqualTo(1);
    }

    private static void end(GainArrivals arrivals, long second, int count, long millis) {
        for (int i = 0; i < count; i++) {
            long at = second * SECOND;
            arrivals.ended(i % 10, at, at, at + millis * 1_000_000, 200, "1 item");
        }
    }
}
