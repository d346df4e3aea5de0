package io.perfagent.metric.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadroomTest {
    private static final long MIB = 1L << 20;

    @TempDir
    Path root;

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Headroom container() throws IOException {
        file("proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable: 1048576 kB\n");
        file("proc/self/cgroup", "0::/\n");
        file("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        file("sys/fs/cgroup/cpu.max", "150000 100000\n");
        file("sys/fs/cgroup/cpu.stat", "usage_usec 1\nnr_periods 100\nnr_throttled 10\nthrottled_usec 1\n");
        file("sys/fs/cgroup/memory.max", "" + 200 * MIB + "\n");
        file("sys/fs/cgroup/memory.current", "" + 180 * MIB + "\n");
        return new Headroom(root.toFile());
    }

    @Test
    void aQuotaBoundsTheProcessorsThatTheJvmSees() throws IOException {
        Headroom headroom = container();

        assertThat(headroom.processors(4)).isEqualTo(1.5);
        assertThat(headroom.processors(1)).isEqualTo(1);
    }

    @Test
    void pagesOfFilesCountAsFree() throws IOException {
        Headroom headroom = container();
        assertThat(headroom.memoryBytes()).isEqualTo(20 * MIB);

        file("sys/fs/cgroup/memory.stat", "anon 1\ninactive_file " + 100 * MIB + "\n");
        assertThat(headroom.memoryBytes()).isEqualTo(120 * MIB);
    }

    @Test
    void throttlingIsToldOfThePeriodsSinceTheLastCall() throws IOException {
        Headroom headroom = container();
        assertThat(headroom.throttledShare()).isEqualTo(-1);
        assertThat(headroom.throttledShare()).as("no period since").isEqualTo(-1);

        file("sys/fs/cgroup/cpu.stat", "usage_usec 1\nnr_periods 110\nnr_throttled 15\nthrottled_usec 1\n");
        assertThat(headroom.throttledShare()).isEqualTo(0.5);
    }

    @Test
    void theLimitsOfAContainerHoldForAGroupWithoutControllersToo() throws IOException {
        container();
        file("proc/self/cgroup", "0::/init\n");
        file("sys/fs/cgroup/init/cpu.stat", "usage_usec 1\n");
        file("sys/fs/cgroup/memory.stat", "anon 1\ninactive_file " + 50 * MIB + "\n");
        Headroom headroom = new Headroom(root.toFile());

        assertThat(headroom.processors(4)).isEqualTo(1.5);
        assertThat(headroom.memoryBytes()).isEqualTo(70 * MIB);
        assertThat(headroom.throttledPeriods()).isEqualTo(10);
    }
}
