package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCpuTest {
    private static final long WORK_NANOS = 60_000_000;

    @TempDir
    Path tasks;

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

    /** Fields 14, 15 and 22 of the line are what counts: ticks of the two kinds, and when the thread began. */
    private void thread(int number, String name, int ticks, int began) throws IOException {
        Path task = Files.createDirectories(tasks.resolve(Integer.toString(number)));
        Files.writeString(
                task.resolve("stat"),
                number + " (" + name + ") S 1 2 3 0 -1 4194368 5 0 0 0 " + ticks + " 0 0 0 20 0 9 0 " + began
                        + " 100 200\n");
    }

    private void ends(int number) throws IOException {
        Files.delete(tasks.resolve(number + "/stat"));
        Files.delete(tasks.resolve(Integer.toString(number)));
    }

    @Test
    void many_threads_one_after_the_other_all_count() throws IOException {
        OwnCpu cpu = new OwnCpu(tasks.toFile());
        thread(1, "application", 1000, 1);
        for (int i = 0; i < 100; i++) {
            thread(2 + i, "perf-agent-prof", 3, 10 + i);
            assertThat(cpu.readMillis()).isEqualTo(30L * (i + 1));
            ends(2 + i);
        }
        assertThat(cpu.readMillis()).isEqualTo(3000);
    }

    @Test
    void a_number_that_comes_again_takes_nothing_from_the_sum() throws IOException {
        OwnCpu cpu = new OwnCpu(tasks.toFile());
        thread(7, "perf-agent-prof", 50, 10);
        assertThat(cpu.readMillis()).isEqualTo(500);
        thread(7, "perf-agent-prof", 2, 90);
        assertThat(cpu.readMillis()).isEqualTo(520);
        thread(7, "perf-agent-prof", 4, 90);
        assertThat(cpu.readMillis()).isEqualTo(540);
    }
}
