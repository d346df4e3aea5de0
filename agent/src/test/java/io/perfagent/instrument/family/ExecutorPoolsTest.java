package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.metric.Exported;
import io.perfagent.trace.side.SideTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorPoolsTest {
    private static final int MAX_NAMES = 256;
    private static final int MAX_EXECUTORS = 1024;

    private final Recorder recorder = new Recorder();
    private final ExecutorPools pools = new ExecutorPools(recorder.metrics, new SideTable(4096));
    private final List<ThreadPoolExecutor> executors = new ArrayList<>(); // or they would be collected
    private final String threadName = Thread.currentThread().getName();

    @AfterEach
    void giveTheThreadItsNameBack() {
        Thread.currentThread().setName(threadName);
    }

    /** A pool that has run one task on a thread of this name, and in whose queue one waits. */
    private void ranOne(String nameOfThread) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        executor.getQueue().add(() -> {});
        executors.add(executor);
        Thread.currentThread().setName(nameOfThread);
        pools.of(executor).ran(1_000);
    }

    private static String letters(int i) {
        return "" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
    }

    @Test
    void names_beyond_the_limit_share_a_point() {
        for (int i = 0; i < MAX_NAMES + 44; i++) {
            ranOne("pool-" + letters(i) + "-1");
        }

        List<Exported.Point> runs = recorder.points("perf_agent.executor.task.run_time");
        assertThat(runs).hasSize(MAX_NAMES + 1);
        assertThat(runs)
                .filteredOn(point -> point.attributes.equals(Map.of("otel.metric.overflow", "true")))
                .singleElement()
                .satisfies(point -> assertThat(point.count).isEqualTo(44));
        assertThat(recorder.points("perf_agent.executor.queue.length")).hasSize(MAX_NAMES);
    }

    @Test
    void queues_beyond_the_limit_are_not_read_but_their_tasks_are_counted() {
        for (int i = 0; i < MAX_EXECUTORS + 76; i++) {
            ranOne("pool-" + i);
        }

        assertThat(recorder.points("perf_agent.executor.queue.length"))
                .singleElement()
                .satisfies(point -> assertThat(point.longValue).isEqualTo(MAX_EXECUTORS));
        assertThat(recorder.points("perf_agent.executor.task.run_time"))
                .singleElement()
                .satisfies(point -> assertThat(point.count).isEqualTo(MAX_EXECUTORS + 76));
    }

    @Test
    void an_executor_that_is_over_makes_room() {
        for (int i = 0; i < MAX_EXECUTORS; i++) {
            ranOne("pool-" + i);
        }
        executors.forEach(ThreadPoolExecutor::shutdownNow);
        assertThat(recorder.points("perf_agent.executor.queue.length")).isEmpty();

        ranOne("other-1");

        assertThat(recorder.points("perf_agent.executor.queue.length"))
                .singleElement()
                .satisfies(point -> assertThat(point.longValue).isEqualTo(1));
    }
}
