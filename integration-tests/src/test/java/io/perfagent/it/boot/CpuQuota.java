package io.perfagent.it.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A control group with a quota of CPU time, of either version of cgroups; removed when closed. */
final class CpuQuota implements AutoCloseable {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final Path group;

    private CpuQuota(Path group) {
        this.group = group;
    }

    /**
     * One that gives so many milliseconds in every 100; empty where none can be made, which takes root and a writable
     * hierarchy.
     */
    static Optional<CpuQuota> of(int millis) {
        boolean unified = Files.exists(CGROUPS.resolve("cgroup.controllers"));
        Path parent = unified ? CGROUPS : CGROUPS.resolve("cpu");
        Path group = parent.resolve("perf-agent-test-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
            if (unified) {
                Files.writeString(group.resolve("cpu.max"), millis * 1000 + " 100000");
            } else {
                Files.writeString(group.resolve("cpu.cfs_period_us"), "100000");
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Integer.toString(millis * 1000));
            }
            return Optional.of(new CpuQuota(group));
        } catch (IOException e) {
            group.toFile().delete();
            return Optional.empty();
        }
    }

    /** What to put before the command of a process that is to be in it. */
    List<String> before() {
        return List.of("/bin/sh", "-c", "echo $$ > " + group + "/cgroup.procs && exec \"$@\"", "limited");
    }

    @Override
    public void close() {
        group.toFile().delete(); // the kernel's files in it do not count
    }
}
