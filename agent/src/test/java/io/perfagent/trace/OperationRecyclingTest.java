package io.perfagent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.propagation.RemoteContext;
import io.perfagent.trace.sampling.Sampler;
import io.perfagent.trace.side.SideTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Operations are used again; no call may see anything of an earlier one. */
class OperationRecyclingTest {
    private final Tracing tracing = new Tracing(
            Sampler.of("parentbased_always_on", 1),
            Propagation.of(List.of(), new ArrayList<>()),
            new SpanRing(16, 1 << 20, 512),
            new SideTable(16),
            true,
            100);

    private static void assertFresh(Operation operation) {
        assertThat(operation.subject).isNull();
        assertThat(operation.detail).isNull();
        assertThat(operation.route).isNull();
        assertThat(operation.routeRank).isZero();
        assertThat(operation.routeOwner).isNull();
        assertThat(operation.lateRoute).isNull();
        assertThat(operation.resends).isZero();
        assertThat(operation.error).isNull();
        assertThat(operation.ended).isFalse();
    }

    private void fill(Operation operation, Random random) {
        operation.subject = new Object();
        operation.detail = "detail";
        operation.route = "/route";
        operation.routeRank = 1 + random.nextInt(5);
        operation.routeOwner = new Object();
        operation.lateRoute = new LateRoute(operation.routeOwner, tracing.side());
        operation.resends = 1 + random.nextInt(5);
        operation.error = new IllegalStateException();
    }

    /** What the next calls of this thread begin with, after whatever has happened before. */
    private void assertNextAreDistinct(int count) {
        List<Operation> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Operation operation = tracing.begin(0);
            assertFresh(operation);
            assertThat(operation.previous).isSameAs(i == 0 ? null : next.get(i - 1));
            for (Operation other : next) {
                assertThat(operation).isNotSameAs(other);
            }
            next.add(operation);
        }
        for (int i = count - 1; i >= 0; i--) {
            tracing.end(next.get(i));
        }
        assertThat(ThreadState.get().current()).isNull();
    }

    /** On a thread that has recycled nothing before, so that what is ended is what is used next. */
    private static void onFreshThread(Runnable test) throws Throwable {
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                test.run();
            } catch (Throwable thrown) {
                failed.set(thrown);
            }
        });
        thread.start();
        thread.join();
        if (failed.get() != null) {
            throw failed.get();
        }
    }

    @Test
    void ending_twice_ends_once() throws Throwable {
        onFreshThread(() -> {
            Operation operation = tracing.begin(0);
            tracing.end(operation);
            tracing.end(operation);

            assertNextAreDistinct(4);
        });
    }

    @Test
    void more_nested_calls_than_are_kept() throws Throwable {
        onFreshThread(() -> {
            assertNextAreDistinct(100);
            assertNextAreDistinct(100);
        });
    }

    @Test
    void random_lives_leave_nothing_behind() throws Throwable {
        onFreshThread(this::randomLives);
    }

    private void randomLives() {
        long seed = System.nanoTime();
        System.out.println("OperationRecyclingTest seed " + seed);
        Random random = new Random(seed);
        List<Operation> stack = new ArrayList<>();
        List<Operation> detached = new ArrayList<>();
        for (int step = 0; step < 50_000; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    if (stack.size() < 30) {
                        Operation parent = stack.isEmpty() ? null : stack.get(stack.size() - 1);
                        Operation operation = tracing.begin(random.nextInt(5));
                        assertFresh(operation);
                        assertThat(operation.parentRemote).isFalse();
                        assertThat(operation.parentSpanId).isEqualTo(parent == null ? 0 : parent.spanId());
                        assertThat(operation.traceState()).isEqualTo(parent == null ? null : parent.traceState());
                        assertThat(operation.baggage()).isEqualTo(parent == null ? null : parent.baggage());
                        fill(operation, random);
                        stack.add(operation);
                    }
                }
                case 2 -> {
                    if (!stack.isEmpty()) {
                        tracing.end(stack.remove(stack.size() - 1));
                    }
                }
                case 3 -> {
                    if (!stack.isEmpty() && detached.size() < 10) {
                        Operation operation = stack.remove(stack.size() - 1);
                        tracing.detach(operation);
                        detached.add(operation);
                    }
                }
                case 4 -> {
                    if (!detached.isEmpty()) {
                        Operation operation = detached.remove(random.nextInt(detached.size()));
                        assertThat(operation.subject).isNotNull();
                        if (random.nextBoolean()) {
                            tracing.resume(operation);
                            stack.add(operation);
                        } else {
                            tracing.end(operation);
                        }
                    }
                }
                default -> {
                    if (random.nextInt(10) == 0) {
                        List<Operation> left = new ArrayList<>(stack);
                        stack.clear();
                        RemoteContext remote = new RemoteContext();
                        remote.traceHi = random.nextLong();
                        remote.traceLo = random.nextLong();
                        remote.spanId = 1 + random.nextInt(100);
                        remote.flags = 1;
                        remote.traceState = random.nextBoolean() ? "a=1" : null;
                        remote.baggage = random.nextBoolean() ? "b=2" : null;
                        Operation operation = tracing.beginRequest(0, remote);
                        assertFresh(operation);
                        assertThat(operation.parentRemote).isTrue();
                        assertThat(operation.traceState()).isEqualTo(remote.traceState);
                        assertThat(operation.baggage()).isEqualTo(remote.baggage);
                        fill(operation, random);
                        stack.add(operation);
                        for (Operation one : left) {
                            tracing.end(one); // late exits of what was abandoned
                        }
                    }
                }
            }
            assertThat(ThreadState.get().current()).isSameAs(stack.isEmpty() ? null : stack.get(stack.size() - 1));
        }
        for (int i = stack.size() - 1; i >= 0; i--) {
            tracing.end(stack.get(i));
        }
        assertNextAreDistinct(30);
    }
}
