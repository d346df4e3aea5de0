package io.perfagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the seam promises when hooks misbehave, or many threads come through. */
class SeamConcurrencyTest {
    @AfterEach
    void close() {
        Seam.close();
    }

    @Test
    void every_entered_call_is_left_while_the_seam_opens_and_closes() throws InterruptedException {
        AtomicInteger entered = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        Seam.install(new Hook[] {
            new Hook() {
                @Override
                public Object enter(Object self, Object first, Object second) {
                    entered.incrementAndGet();
                    return this;
                }

                @Override
                public void exit(Object self, Object state, Object result, Throwable thrown) {
                    left.incrementAndGet();
                }
            }
        });
        Thread[] threads = new Thread[4];
        CountDownLatch go = new CountDownLatch(1);
        for (int t = 0; t < threads.length; t++) {
            boolean switching = t == 0;
            threads[t] = new Thread(() -> {
                await(go);
                for (int i = 0; i < 20_000; i++) {
                    if (switching) {
                        if ((i & 1) == 0) {
                            Seam.open();
                        } else {
                            Seam.close();
                        }
                    } else {
                        Seam.exit(0, null, Seam.enter(0, null, null, null), null, null);
                    }
                }
            });
            threads[t].start();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(left.get()).isEqualTo(entered.get());
    }

    @Test
    void a_stack_overflow_of_a_hook_is_counted_and_does_not_remove_it() {
        AtomicInteger calls = new AtomicInteger();
        Seam.install(new Hook[] {
            new Hook() {
                @Override
                public Object enter(Object self, Object first, Object second) {
                    calls.incrementAndGet();
                    throw new StackOverflowError();
                }
            }
        });
        Seam.open();

        for (int i = 0; i < 2 * Seam.MAX_FAILURES; i++) {
            assertThat(Seam.enter(0, null, null, null)).isNull();
        }

        assertThat(calls.get()).isEqualTo(2 * Seam.MAX_FAILURES);
        assertThat(Seam.failures(0)).isEqualTo(2 * Seam.MAX_FAILURES);
    }

    @Test
    void a_failure_at_any_point_leaves_the_applications_value() {
        Hook failing = new Hook() {
            @Override
            public Object exchanged(Object self, Object state, Object result, Throwable thrown) {
                throw new IllegalStateException("planned");
            }

            @Override
            public Object returned(Object self, Object first, Object second, Object result) {
                throw new LinkageError("planned");
            }

            @Override
            public Object argument(Object self, Object argument) {
                throw new AssertionError("planned");
            }

            @Override
            public void exit(Object self, Object state, Object result, Throwable thrown) {
                throw new OutOfMemoryError("planned");
            }
        };
        Seam.install(new Hook[] {failing});
        Seam.open();

        Seam.exit(0, this, "state", "result", null);
        assertThat(Seam.exchange(0, this, "state", "result", null)).isEqualTo("result");
        assertThat(Seam.returned(0, this, null, null, "result")).isEqualTo("result");
        assertThat(Seam.argument(0, this, "argument")).isEqualTo("argument");
        assertThat(Seam.failures(0)).isEqualTo(4);
        assertThat(Seam.failures(1)).isZero();
        assertThat(Seam.firstFailure(1)).isNull();
    }

    @Test
    void sites_that_are_unknown_do_nothing() {
        Seam.install(new Hook[] {null});
        Seam.open();

        assertThat(Seam.enter(0, null, null, null)).isNull();
        assertThat(Seam.returned(0, null, null, null, "result")).isEqualTo("result");
        assertThat(Seam.enter(99, null, null, null)).isNull();
        assertThat(Seam.argument(99, null, "argument")).isEqualTo("argument");
        Seam.exit(99, null, "state", null, null);
        Seam.failed(new IllegalStateException(), 99);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
