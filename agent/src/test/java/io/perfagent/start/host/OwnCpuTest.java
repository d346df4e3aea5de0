package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OwnCpuTest {
    private static final long WORK_NANOS = 60_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private void work() {
        long until = threads.getCurrentThreadCpuTime() + WORK_NANOS;
        while (threads.getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
    }

    private Thread working(String name, CountDownLatch worked, CountDownLatch over) {
        Thread thread = new Thread(
                () -> {
                    work();
                    worked.countDown();
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void threads_of_ours_count_and_go_on_counting_when_they_are_over() throws InterruptedException {
        assumeThat(new File("/proc/self/task")).isDirectory();
        long before = OwnCpu.millis();
        assertThat(OwnCpu.millis()).as("others are not looked at again").isGreaterThanOrEqualTo(before);

        CountDownLatch worked = new CountDownLatch(2);
        CountDownLatch over = new CountDownLatch(1);
        Thread ours = working("perf-agent-test", worked, over);
        Thread other = working("application", worked, over);
        worked.await();
        long after = OwnCpu.millis();
        assertThat(after - before).as("ours alone, in ticks of 10 ms").isBetween(40L, 110L);

        over.countDown();
        ours.join();
        other.join();
        assertThat(OwnCpu.millis()).isGreaterThanOrEqualTo(after);
    }
}
