package io.perfagent.metric.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perfagent.metric.Exported;
import io.perfagent.metric.MetricSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemMetricsTest {
    private static final long START = 1_000;
    private static final String NET_TITLES = "Inter-|   Receive                                      |  Transmit\n"
            + " face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier"
            + " compressed\n";

    @TempDir
    Path root;

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private SystemMetrics metrics(boolean delta) {
        return SystemMetrics.ofLinux(new MetricSettings(100, 0, delta, false, true, START, "3"), root.toFile());
    }

    /** Values by name and attributes. */
    private static Map<String, Double> export(SystemMetrics metrics, long now) {
        Map<String, Double> values = new TreeMap<>();
        for (Exported.Point point : Exported.of(metrics, START, now)) {
            double value = point.longValue != null ? point.longValue : point.doubleValue;
            String attributes =
                    point.attributes.isEmpty() ? "" : point.attributes.values().toString();
            assertThat(values.put(point.metric + attributes, value)).isNull();
        }
        assertThat(metrics.failures()).isZero();
        return values;
    }

    @Test
    void processorsByMode() throws IOException {
        file("/proc/stat", "cpu  100 20 30 400 5 6 7 8 9 10\ncpu0 1 2 3\ncpu1 1 2 3\nintr 1 2 3\n");
        SystemMetrics metrics = metrics(false);
        assertThat(export(metrics, 2_000))
                .containsEntry("system.cpu.logical.count", 2.0)
                .containsEntry("system.cpu.time[user]", 0.0)
                .doesNotContainKey("system.cpu.utilization[user]");

        file("/proc/stat", "cpu  150 20 30 440 5 11 12 8 9 10\ncpu0 1 2 3\ncpu1 1 2 3\nintr 1 2 3\n");
        assertThat(export(metrics, 3_000))
                .containsEntry("system.cpu.time[user]", 0.5)
                .containsEntry("system.cpu.time[interrupt]", 0.1)
                .containsEntry("system.cpu.time[nice]", 0.0)
                .containsEntry("system.cpu.utilization[user]", 0.5)
                .containsEntry("system.cpu.utilization[idle]", 0.4)
                .containsEntry("system.cpu.utilization[interrupt]", 0.1)
                .containsEntry("system.cpu.utilization[steal]", 0.0);
    }

    @Test
    void whatTheKernelTakesBackIsNoRestartAndIsCountedOnce() throws IOException {
        SystemMetrics metrics = metrics(false);
        double[] expected = {0, 2, 2, 2, 4}; // the ticks of waiting are 500, 700, 600, 700, 900
        int[] ticks = {500, 700, 600, 700, 900};
        for (int i = 0; i < ticks.length; i++) {
            file("/proc/stat", "cpu  100 20 30 400 " + ticks[i] + " 6 7 8 9 10\ncpu0 1 2 3\nintr 1 2 3\n");
            assertThat(export(metrics, 2_000 + 1_000 * i)).containsEntry("system.cpu.time[iowait]", expected[i]);
        }
    }

    @Test
    void aCountThatTheKernelStartsAnewGoesOnFromWhatItWas() throws IOException {
        int[] bytes = {1000, 1500, 800, 900};
        double[] cumulative = {0, 500, 1300, 1400};
        double[] added = {0, 500, 800, 100};
        for (boolean delta : new boolean[] {false, true}) {
            file("/proc/net/dev", NET_TITLES);
            SystemMetrics metrics = metrics(delta);
            for (int i = 0; i < bytes.length; i++) {
                file("/proc/net/dev", NET_TITLES + "eth0: " + bytes[i] + " 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n");
                assertThat(export(metrics, 2_000 + 1_000 * i))
                        .containsEntry("system.network.io[eth0, receive]", delta ? added[i] : cumulative[i]);
            }
        }
    }

    @Test
    void memoryByState() throws IOException {
        file(
                "/proc/meminfo",
                "MemTotal:  1000 kB\nMemFree:  300 kB\nMemAvailable: 600 kB\nBuffers: 50 kB\nCached: 200 kB\n"
                        + "SwapCached: 7 kB\nSReclaimable: 50 kB\n");
        assertThat(export(metrics(false), 2_000))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "system.memory.usage[used]", 400 * 1024.0,
                        "system.memory.usage[free]", 300 * 1024.0,
                        "system.memory.usage[cached]", 250 * 1024.0,
                        "system.memory.usage[buffers]", 50 * 1024.0,
                        "system.memory.limit", 1000 * 1024.0,
                        "system.memory.linux.available", 600 * 1024.0));
    }

    @Test
    void disksWithoutTheirPartitions() throws IOException {
        Files.createDirectories(root.resolve("sys/block/vda"));
        Files.createDirectories(root.resolve("sys/block/loop0"));
        String format =
                "   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0\n 254  0 vda %d 35329 %d 312143 %d 2039 %d 1227 0 64 4\n"
                        + " 254  1 vda1 9 9 9 9 9 9 9 9 9 9 9\n";
        file("/proc/diskstats", format.formatted(10, 100, 20, 200));
        for (boolean delta : new boolean[] {false, true}) {
            SystemMetrics metrics = metrics(delta);
            file("/proc/diskstats", format.formatted(10, 100, 20, 200));
            assertThat(export(metrics, 2_000)).containsEntry("system.disk.io[read, vda]", 0.0);
            file("/proc/diskstats", format.formatted(11, 102, 23, 205));
            assertThat(export(metrics, 3_000))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "system.disk.io[read, vda]", 1024.0,
                            "system.disk.io[write, vda]", 5 * 512.0,
                            "system.disk.operations[read, vda]", 1.0,
                            "system.disk.operations[write, vda]", 3.0));
        }
    }

    @Test
    void interfacesInBothSpellings() throws IOException {
        file(
                "/proc/net/dev",
                NET_TITLES + "    lo: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
                        + "  eth0:1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0\n");
        SystemMetrics metrics = metrics(true);
        export(metrics, 2_000);
        file(
                "/proc/net/dev",
                NET_TITLES + "    lo: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
                        + "  eth0: 1100 11 2 4 0 0 0 0 2200 22 6 8 0 0 0 0\n");
        assertThat(export(metrics, 3_000))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "system.network.io[eth0, receive]", 100.0,
                        "system.network.io[eth0, transmit]", 200.0,
                        "system.network.packet.count[receive, eth0]", 1.0,
                        "system.network.packet.count[transmit, eth0]", 2.0,
                        "system.network.errors[eth0, receive]", 1.0,
                        "system.network.errors[eth0, transmit]", 3.0,
                        "system.network.packet.dropped[eth0, receive]", 2.0,
                        "system.network.packet.dropped[eth0, transmit]", 4.0));
    }

    @Test
    void anInterfaceThatIsGoneHasNoPointsAndOneMadeAnewCountsFromZero() throws IOException {
        String up = NET_TITLES + "eth0: 500 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n";
        file("/proc/net/dev", up);
        SystemMetrics metrics = metrics(false);
        export(metrics, 2_000);
        file("/proc/net/dev", NET_TITLES);
        assertThat(export(metrics, 3_000)).isEmpty();
        file("/proc/net/dev", up.replace("500", "300"));
        assertThat(export(metrics, 4_000)).containsEntry("system.network.io[eth0, receive]", 300.0);
    }

    @Test
    void interfacesAreBounded() throws IOException {
        file("/proc/net/dev", interfaces(0, 40));
        SystemMetrics metrics = metrics(false);
        assertThat(export(metrics, 2_000)).hasSize(8 * DeviceCounters.MAX_DEVICES);
        assertThat(metrics.devicesLeftOut()).isEqualTo(8);
    }

    private static String interfaces(int from, int to) {
        StringBuilder text = new StringBuilder(NET_TITLES);
        for (int i = from; i < to; i++) {
            text.append("veth").append(i).append(": 5 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n");
        }
        return text.toString();
    }

    @Test
    void interfacesThatAreGoneMakeRoomForNewOnes() throws IOException {
        int most = DeviceCounters.MAX_DEVICES;
        file("/proc/net/dev", interfaces(0, most));
        SystemMetrics metrics = metrics(false);
        export(metrics, 2_000);
        file("/proc/net/dev", interfaces(2, most));
        export(metrics, 3_000);
        file("/proc/net/dev", interfaces(2, most + 3));
        assertThat(export(metrics, 4_000))
                .hasSize(8 * most)
                .containsKeys(
                        "system.network.io[veth2, receive]",
                        "system.network.io[veth" + most + ", receive]",
                        "system.network.io[veth" + (most + 1) + ", receive]")
                .doesNotContainKey("system.network.io[veth" + (most + 2) + ", receive]");
        assertThat(metrics.devicesLeftOut()).isOne();
    }

    @Test
    void aContainerOfVersionTwo() throws IOException {
        String group = "/sys/fs/cgroup/kubepods/pod1";
        file("/proc/self/cgroup", "0::/kubepods/pod1\n");
        file("/sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        file("/sys/fs/cgroup/kubepods/cpu.max", "150000 100000\n");
        file("/sys/fs/cgroup/kubepods/memory.max", "5000000\n");
        file(group + "/cpu.max", "200000 100000\n");
        file(group + "/memory.max", "max\n");
        file(group + "/memory.current", "4194304\n");
        String stat = "usage_usec %d\nuser_usec 7\nsystem_usec 3\nnr_periods %d\nnr_throttled %d\nthrottled_usec %d\n";
        file(group + "/cpu.stat", stat.formatted(1_000_000, 10, 1, 5_000));
        String pressure = "some avg10=0.00 avg60=1.20 avg300=0.10 total=%d\nfull avg10=0.00 total=%d\n";
        file(group + "/cpu.pressure", pressure.formatted(1_000_000, 0));
        file(group + "/memory.pressure", pressure.formatted(0, 0));
        SystemMetrics metrics = metrics(false);
        export(metrics, 2_000);
        file(group + "/cpu.stat", stat.formatted(3_000_000, 30, 5, 505_000));
        file(group + "/cpu.pressure", pressure.formatted(3_500_000, 500_000));
        assertThat(export(metrics, 3_000))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("container.cpu.time", 2.0),
                        Map.entry("container.memory.usage", 4194304.0),
                        Map.entry("perf_agent.cgroup.cpu.limit", 1.5),
                        Map.entry("perf_agent.cgroup.memory.limit", 5_000_000.0),
                        Map.entry("perf_agent.cgroup.cpu.periods", 20.0),
                        Map.entry("perf_agent.cgroup.cpu.throttled_periods", 4.0),
                        Map.entry("perf_agent.cgroup.cpu.throttled_time", 0.5),
                        Map.entry("perf_agent.cgroup.pressure[cpu, some]", 2.5),
                        Map.entry("perf_agent.cgroup.pressure[cpu, full]", 0.5),
                        Map.entry("perf_agent.cgroup.pressure[memory, some]", 0.0),
                        Map.entry("perf_agent.cgroup.pressure[memory, full]", 0.0)));
    }

    @Test
    void aGroupWithoutControllersWithinAContainerOfVersionTwo() throws IOException {
        String mount = "/sys/fs/cgroup";
        file("/proc/self/cgroup", "0::/init\n");
        file(mount + "/cgroup.controllers", "cpu memory\n");
        file(mount + "/cpu.max", "150000 100000\n");
        file(mount + "/cpu.stat", "usage_usec 9000000\nnr_periods 10\nnr_throttled 1\nthrottled_usec 5000\n");
        file(mount + "/memory.max", "5000000\n");
        file(mount + "/memory.current", "4194304\n");
        file(mount + "/init/cpu.stat", "usage_usec 1000000\n");
        SystemMetrics metrics = metrics(false);
        export(metrics, 2_000);
        file(mount + "/cpu.stat", "usage_usec 19000000\nnr_periods 30\nnr_throttled 5\nthrottled_usec 505000\n");
        file(mount + "/init/cpu.stat", "usage_usec 3000000\n");
        assertThat(export(metrics, 3_000))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "container.cpu.time", 2.0,
                        "container.memory.usage", 4194304.0,
                        "perf_agent.cgroup.cpu.limit", 1.5,
                        "perf_agent.cgroup.memory.limit", 5_000_000.0,
                        "perf_agent.cgroup.cpu.periods", 20.0,
                        "perf_agent.cgroup.cpu.throttled_periods", 4.0,
                        "perf_agent.cgroup.cpu.throttled_time", 0.5));
    }

    /** Within a container the mount's root is the group, whatever path the kernel tells. */
    @Test
    void aContainerOfVersionOne() throws IOException {
        file("/proc/self/cgroup", "5:memory:/docker/1234\n4:cpu,cpuacct:/docker/1234\n1:name=systemd:/docker/1234\n");
        file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n");
        file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        file("/sys/fs/cgroup/cpu,cpuacct/cpu.stat", "nr_periods 5\nnr_throttled 2\nthrottled_time 7\n");
        file("/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage", "123456789\n");
        file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "1048576\n");
        file("/sys/fs/cgroup/memory/memory.usage_in_bytes", "4096\n");
        assertThat(export(metrics(false), 2_000))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "container.cpu.time", 0.0,
                        "container.memory.usage", 4096.0,
                        "perf_agent.cgroup.cpu.limit", 0.5,
                        "perf_agent.cgroup.memory.limit", 1048576.0,
                        "perf_agent.cgroup.cpu.periods", 0.0,
                        "perf_agent.cgroup.cpu.throttled_periods", 0.0,
                        "perf_agent.cgroup.cpu.throttled_time", 0.0));
    }

    @Test
    void noLimitIsNoPoint() throws IOException {
        file("/proc/self/cgroup", "4:memory:/\n1:cpu:/\n2:cpuacct:/\n0::/\n");
        file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        file("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        file("/sys/fs/cgroup/cpuacct/cpuacct.usage", "123456789\n");
        file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        file("/sys/fs/cgroup/memory/memory.usage_in_bytes", "4096\n");
        assertThat(export(metrics(false), 2_000)).isEmpty();
    }

    /** The root of a machine counts everything: that is no container. */
    @Test
    void theRootOfVersionTwoIsNoContainer() throws IOException {
        file("/proc/self/cgroup", "0::/\n");
        file("/sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        file("/sys/fs/cgroup/cpu.stat", "usage_usec 7\nuser_usec 7\n");
        file("/sys/fs/cgroup/cpu.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=9\n");
        assertThat(export(metrics(false), 2_000)).isEmpty();
    }

    @Test
    void whatIsMissingHasNoPointAndIsSaid() {
        SystemMetrics metrics = metrics(false);
        assertThat(export(metrics, 2_000)).isEmpty();
        assertThat(metrics.missing()).contains("/proc/stat cannot be read", "/proc/net/dev cannot be read");
    }

    @Test
    void garbageHasNoPoint() throws IOException {
        List<String> garbage = List.of(
                "",
                "\n\n\n",
                "cpu",
                "cpu  1 2 3 x 5 6 7 8",
                "cpu  1 2 3 -4 5 6 7 8\n",
                "MemTotal: many kB\nMemFree: 3 kB\n",
                "MemTotal: 10 kB\nMemFree: 30 kB\nBuffers: 1 kB\nCached: 1 kB\n",
                "7 0 vda 99999999999999999999999999 1 1 1 1 1 1 1\n",
                "7 0 vda 1 2\n",
                NET_TITLES + "eth0: 1 2 3\n",
                NET_TITLES + "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 -16\n",
                "\0\u00ff:::: 1 :: \t\r\n",
                "x".repeat(3 * KernelFiles.MAX_BYTES));
        file("/sys/fs/cgroup/cgroup.controllers", "cpu");
        for (String text : garbage) {
            for (String path : List.of(
                    "/proc/stat",
                    "/proc/meminfo",
                    "/proc/diskstats",
                    "/proc/net/dev",
                    "/proc/self/cgroup",
                    "/sys/fs/cgroup/cpu.max",
                    "/sys/fs/cgroup/cpu.stat",
                    "/sys/fs/cgroup/memory.max",
                    "/sys/fs/cgroup/memory.current",
                    "/sys/fs/cgroup/cpu.pressure")) {
                file(path, text);
            }
            assertThat(export(metrics(false), 2_000)).describedAs(text).isEmpty();
        }
    }

    @Test
    void aFileThatIsTooLongIsReadByWholeLines() throws IOException {
        file("/proc/stat", "cpu  1 1 1 1 1 1 1 1\n" + "cpu0 1 1 1 1\n".repeat(20_000));
        assertThat(export(metrics(false), 2_000))
                .containsKey("system.cpu.time[user]")
                .doesNotContainKey("system.cpu.logical.count");
    }

    /** This machine's own kernel, where it is Linux. */
    @Test
    void whatThisMachineSays() {
        SystemMetrics metrics =
                SystemMetrics.start(new MetricSettings(100, 0, false, false, true, START, "3"), osName());
        List<Exported.Point> points = Exported.of(metrics, START, 2_000);
        assertThat(metrics.failures()).isZero();
        assertThat(points).allSatisfy(point -> {
            assertThat(point.scope).isEqualTo("io.perfagent.system");
            assertThat(point.description).isNotEmpty();
            assertThat(point.unit).isNotEmpty();
        });
        if (osName().equals("Linux")) {
            Map<String, Double> values = export(metrics, 3_000);
            double all = values.get("system.memory.usage[used]")
                    + values.get("system.memory.usage[free]")
                    + values.get("system.memory.usage[cached]")
                    + values.get("system.memory.usage[buffers]");
            assertThat(all).isCloseTo(values.get("system.memory.limit"), within(1.0));
            assertThat(values).containsKey("system.cpu.time[user]");
        }
    }

    @Test
    void otherSystemsSayWhatTheJdkKnows() {
        SystemMetrics metrics = SystemMetrics.start(MetricSettings.defaults(START), "Mac OS X");
        assertThat(export(metrics, 2_000)).containsKeys("system.memory.limit", "system.memory.usage[used]");
        assertThat(metrics.missing()).containsExactly("disks, network and control groups: not on Mac OS X");
    }

    private static String osName() {
        return System.getProperty("os.name");
    }
}
