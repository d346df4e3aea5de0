package io.perfagent.config;

import java.util.List;

/** What is recorded of hot paths through JDK Flight Recorder. */
public final class JfrSettings {
    private static final String[] GROUPS = {
        "cpu",
        "allocation",
        "locks",
        "gc",
        "safepoints",
        "io",
        "exceptions",
        "classes",
        "compilation",
        "pinning",
        "container",
        "live"
    };

    public static final Setting<String> JFR = Setting.choice("PERF_AGENT_JFR", "off", "auto", "on", "off")
            .essential()
            .about(
                    "Whether hot paths are found through JDK Flight Recorder: `auto` after the application has been ready for"
                            + " `PERF_AGENT_JFR_DELAY`, with two or more processors and 128 MiB of memory to spare, `on` soon"
                            + " after it is ready, `off` never. It yields while the processors are busy, unless"
                            + " `PERF_AGENT_STRESS` is off.")
            .cost(
                    "About a second of CPU at its start, then CPU and about 30 MiB of memory; what it costs has not been measured well"
                            + " enough yet to have it on by default.");

    public static final Setting<List<String>> EVENTS = Setting.list("PERF_AGENT_JFR_EVENTS", List.of(GROUPS), GROUPS)
            .about("Which groups of events are recorded.")
            .example("cpu,allocation,locks,gc");

    public static final Setting<Long> DELAY = Setting.millis("PERF_AGENT_JFR_DELAY", 30_000, 0, 86_400_000)
            .rare()
            .about("How long after the application is ready JFR starts in the mode `auto`.");

    public static final Setting<Long> WINDOW = Setting.millis("PERF_AGENT_JFR_WINDOW", 60_000, 6_000, 600_000)
            .about("The stretch of time that lists and findings are about; ten more are kept.")
            .cost("Up to 10 MiB of memory, whatever its length.");

    public static final Setting<String> SAMPLER = Setting.choice(
                    "PERF_AGENT_JFR_SAMPLER", "auto", "auto", "cpu-time", "execution")
            .rare()
            .about("How CPU is sampled: `cpu-time` by jdk.CPUTimeSample (JDK 25 and newer on Linux, experimental there;"
                    + " needs the signal SIGPROF), `execution` by jdk.ExecutionSample. `auto` is `cpu-time` where that"
                    + " exists and no other profiler is loaded.");

    public static final Setting<Long> SAMPLE_PERIOD = Setting.millis("PERF_AGENT_JFR_SAMPLE_PERIOD", 20, 10, 1000)
            .rare()
            .about("Time between two samples of a thread.")
            .cost("A sample costs some 20 us.");

    public static final Setting<Long> DISK = Setting.bytes("PERF_AGENT_JFR_DISK", 16L << 20, 4L << 20, 1L << 30)
            .rare()
            .about(
                    "Upper bound for JFR's files, in `jfr` in the data directory unless JFR was in use before. JFR does not"
                            + " start, and stops, where the disk has not 256 MiB and four times that left.")
            .cost("Disk as set, at most.");

    public static final Setting<Long> LIVE_INTERVAL = Setting.millis(
                    "PERF_AGENT_JFR_LIVE_INTERVAL", 300_000, 5_000, 86_400_000)
            .rare()
            .about("How often long-lived objects are looked at while the live heap grows.")
            .cost("Tens of milliseconds each time, without a collection.");

    private JfrSettings() {}

    static Setting<?>[] all() {
        return new Setting<?>[] {JFR, EVENTS, DELAY, WINDOW, SAMPLER, SAMPLE_PERIOD, DISK, LIVE_INTERVAL};
    }
}
