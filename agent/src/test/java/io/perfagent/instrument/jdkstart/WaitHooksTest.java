package io.perfagent.instrument.jdkstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import io.perfagent.coldstart.record.StartRecorder;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitHooksTest {
    /** Nested, as the locks of the JDK have theirs. */
    private static final class Turnstile {
        private static final class Sync extends AbstractQueuedSynchronizer {}
    }

    @BeforeEach
    void open() {
        StartRecorder.SHARED.open();
    }

    @AfterEach
    void forget() {
        StartRecorder.SHARED.forget();
    }

    private static void assertWait(Hook hook, Object on, String name) {
        StartRecord wait = (StartRecord) hook.enter(on, null, null);
        assertThat(wait).isNotNull();
        assertThat(wait.kind).isEqualTo(Kind.WAIT);
        assertThat(wait.name).isEqualTo(name);
        assertThat(wait.subject).isEqualTo(System.identityHashCode(on));
    }

    @Test
    void a_closed_latch_is_waited_for_an_open_one_is_not() {
        CountDownLatch latch = new CountDownLatch(1);
        assertWait(new WaitHook(), latch, "CountDownLatch.await");

        latch.countDown();
        assertThat(new WaitHook().enter(latch, null, null)).isNull();
    }

    @Test
    void a_thread_that_runs_is_waited_for_one_that_has_ended_is_not() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        latch.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "warmer");
        thread.start();
        assertWait(new WaitHook(), thread, "Thread.join warmer");

        latch.countDown();
        thread.join();
        assertThat(new WaitHook().enter(thread, null, null)).isNull();
    }

    @Test
    void a_lock_is_called_by_the_class_around_its_synchronizer() {
        assertWait(new WaitHook(), new Turnstile.Sync(), "WaitHooksTest");
    }

    @Test
    void a_thread_is_a_task_once_it_has_ended() {
        ThreadRunHook hook = new ThreadRunHook();
        Thread thread = Thread.currentThread();
        long before = System.nanoTime();

        Object state = hook.enter(thread, null, null);
        assertThat(StartRecorder.SHARED.records()).isEmpty();
        hook.exit(thread, state, null, null);

        assertThat(StartRecorder.SHARED.records()).hasSize(1);
        StartRecord task = StartRecorder.SHARED.records()[0];
        assertThat(task.kind).isEqualTo(Kind.TASK);
        assertThat(task.subject).isEqualTo(System.identityHashCode(thread));
        assertThat(task.startNanos).isBetween(before, task.endNanos);
    }

    @Test
    void a_thread_that_ends_after_the_start_is_no_task() {
        ThreadRunHook hook = new ThreadRunHook();
        Object state = hook.enter(Thread.currentThread(), null, null);
        StartRecorder.SHARED.close();

        hook.exit(Thread.currentThread(), state, null, null);

        assertThat(StartRecorder.SHARED.records()).isEmpty();
        assertThat(hook.enter(Thread.currentThread(), null, null)).isNull();
    }

    @Test
    void a_reverse_look_up_is_called_by_its_address() throws Exception {
        InetAddress address = InetAddress.getByAddress("hidden.example", new byte[] {10, 1, 2, 3});

        StartRecord piece = (StartRecord) new ReverseLookUpHook().enter(null, address, null);

        assertThat(piece.kind).isEqualTo(Kind.DNS);
        assertThat(piece.name).isEqualTo("10.1.2.3");
    }
}
