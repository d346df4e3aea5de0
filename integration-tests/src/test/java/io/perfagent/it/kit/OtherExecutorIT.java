package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever else of the JDK runs a task: timers, fork/join, delegates, delays, a thread for each task. */
class OtherExecutorIT extends ExecutorKit {
    private final boolean hasVirtualThreads;

    OtherExecutorIT(Jdk jdk) {
        super(jdk);
        hasVirtualThreads = jdk.feature() >= 25;
    }

    @Override
    String path() {
        return "/executor-other/";
    }

    @Override
    Stream<String> handOver() {
        Stream<String> all = Stream.of(
                "timer",
                "timer-date",
                "invoke",
                "recursive",
                "counted-completer",
                "parallel-stream",
                "work-stealing",
                "delegated",
                "delegated-scheduled",
                "completion-service",
                "delayed-executor",
                "complete-async",
                "or-timeout",
                "completed-elsewhere",
                "guava-sequential",
                "vertx-ordered");
        return hasVirtualThreads
                ? Stream.concat(
                        all,
                        Stream.of(
                                "thread-per-task",
                                "thread-per-task-execute",
                                "virtual-per-task",
                                "start-virtual-thread",
                                "fork-join-schedule"))
                : all;
    }

    @Override
    Stream<String> belongToNobody() {
        Stream<String> all = Stream.of("timer-periodic", "timer-fixed-rate");
        return hasVirtualThreads
                ? Stream.concat(all, Stream.of("fork-join-fixed-rate", "pool-of-virtual-threads"))
                : all;
    }

    @Override
    int queries(String name) {
        return name.equals("invoke") || name.equals("recursive") || name.equals("parallel-stream") ? 4 : 1;
    }

    @TestFactory
    Stream<DynamicTest> anApplicationSeesItsOwnTasks() {
        return Stream.of(
                        "queue",
                        "before-and-after",
                        "rejection",
                        "requeued",
                        "cancel-and-purge",
                        "scheduled",
                        "fork-join")
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(app().call("/executor-own/" + name).status())
                                .isEqualTo(200)));
    }
}
