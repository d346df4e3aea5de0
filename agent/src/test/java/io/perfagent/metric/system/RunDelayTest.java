package io.perfagent.metric.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDelayTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path root;

    private RunDelay delay = new RunDelay(new File("/nowhere"));

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void pressure(long micros) throws IOException {
        write(
                "proc/pressure/cpu",
                "some avg10=0.00 avg60=0.00 avg300=0.00 total=" + micros + "\nfull avg10=0.00 total=0\n");
    }

    @BeforeEach
    void two_threads() throws IOException {
        pressure(1_000_000);
        write("proc/self/task/11/schedstat", "500 1000 3\n");
        write("proc/self/task/12/schedstat", "700 2000 4\n");
        delay = new RunDelay(root.toFile());
    }

    @Test
    void what_all_threads_have_waited_while_there_is_pressure() throws IOException {
        assertThat(delay.delayNanos(SECOND)).isZero();
        pressure(1_500_000);
        assertThat(delay.delayNanos(2 * SECOND))
                .describedAs("the first under pressure")
                .isZero();
        pressure(2_000_000);
        write("proc/self/task/11/schedstat", "500 41000 3\n");
        write("proc/self/task/13/schedstat", "0 500 1\n");
        assertThat(delay.delayNanos(3 * SECOND)).isEqualTo(40_500);
    }

    @Test
    void without_pressure_nobody_is_asked() throws IOException {
        delay.delayNanos(SECOND);
        pressure(1_010_000);
        write("proc/self/task/11/schedstat", "500 999999 3\n");
        assertThat(delay.delayNanos(2 * SECOND)).isZero();
    }

    @Test
    void a_thread_that_ends_takes_nothing_from_the_others() throws IOException {
        delay.delayNanos(SECOND);
        pressure(2_000_000);
        delay.delayNanos(2 * SECOND);
        Files.delete(root.resolve("proc/self/task/12/schedstat"));
        pressure(3_000_000);
        assertThat(delay.delayNanos(3 * SECOND)).isZero();
    }

    @Test
    void where_the_pressure_is_not_told_the_threads_are_asked_and_where_they_are_not_told_nothing_is_known()
            throws IOException {
        Files.delete(root.resolve("proc/pressure/cpu"));
        delay.delayNanos(SECOND);
        write("proc/self/task/12/schedstat", "700 9000 4\n");
        assertThat(delay.delayNanos(2 * SECOND)).isEqualTo(7000);
        assertThat(new RunDelay(new File("/nowhere")).delayNanos(1)).isEqualTo(RunDelay.UNKNOWN);
    }
}
