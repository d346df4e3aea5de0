package io.perfagent.config;

import java.util.List;

/** What the agent itself does: attaching, weaving, memory, logging. */
public final class AgentSettings {
    public static final Setting<Boolean> ENABLED = Setting.bool("PERF_AGENT_ENABLED", true)
            .essential()
            .about("Whether the agent does anything at all. Read before everything else; not read from a file.")
            .cost("When false, that of an empty agent.");

    public static final Setting<String> CONFIG_FILE = Setting.path("PERF_AGENT_CONFIG_FILE", "")
            .olderKey("OTEL_JAVAAGENT_CONFIGURATION_FILE")
            .defaultText("none")
            .about(
                    "A properties file (UTF-8, at most 1 MiB) with settings in either spelling. It comes last: arguments,"
                            + " system properties and the environment win over it.")
            .cost("One file read at start.")
            .example("/etc/perf-agent.properties");

    public static final Setting<String> DATA_DIR = Setting.path("PERF_AGENT_DATA_DIR", "")
            .defaultText("`perf-agent` in the user's cache directory")
            .about("Where everything on disk lives: the weave cache, start-up records, archives, the ledger. Created"
                    + " readable by its owner alone.")
            .cost("A few MB of disk.")
            .example("/var/cache/shop/perf-agent");

    public static final Setting<Boolean> SUMMARY = Setting.bool("PERF_AGENT_SUMMARY", false)
            .essential()
            .about("Prints what was seen, woven, dropped and spent to stderr when the application ends.");

    public static final Setting<String> LOG = Setting.choice("PERF_AGENT_LOG", "info", "info", "quiet")
            .about("What the agent prints to stderr: `info` a few lines, `quiet` nothing.");

    public static final Setting<Boolean> FORCE = Setting.bool("PERF_AGENT_FORCE", false)
            .rare()
            .about(
                    "Weaves even beside another tracing agent, where every call is then seen twice, and in a JVM that is newer"
                            + " than the agent knows or is not HotSpot.");

    public static final Setting<String> WEAVE = Setting.choice(
                    "PERF_AGENT_WEAVE", "auto", "auto", "eager", "off", "offline", "training")
            .about(
                    "When classes are woven: `auto` after the first response (what the weave cache holds, at load),"
                            + " `eager` from the start on in the background, `off` never. `offline` and `training` are what the commands `weave` and `prepare` give their own JVMs.")
            .cost("`eager` without a warm weave cache adds to the start.");

    public static final Setting<Long> WEAVE_DELAY = Setting.millis("PERF_AGENT_WEAVE_DELAY", 5_000, 0, 3_600_000)
            .rare()
            .about("How long weaving waits for a first response before it starts without one.");

    public static final Setting<Integer> WEAVE_DUTY = Setting.number("PERF_AGENT_WEAVE_DUTY", 50, 1, 100)
            .rare()
            .unit("% of one core")
            .about("How much of one core weaving may take while it runs in the background.");

    public static final Setting<Boolean> WEAVE_CACHE = Setting.bool("PERF_AGENT_WEAVE_CACHE", true)
            .rare()
            .about("Keeps woven classes on disk, so that the next start looks them up.")
            .cost("When false, every start weaves again.");

    public static final Setting<List<String>> IGNORE_URLS = Setting.list("PERF_AGENT_IGNORE_URLS", List.of())
            .defaultText("none")
            .essential()
            .about("Request paths that are left out of traces and metrics, such as health checks. A trailing `*` stands"
                    + " for any end.")
            .example("/health,/actuator/*");

    public static final Setting<Boolean> RUNTIME_METRICS = Setting.bool("PERF_AGENT_RUNTIME_METRICS", true)
            .about("Exports the metrics of the JVM: memory, garbage collection, threads, classes, CPU.")
            .cost("A few reads per export interval.");

    public static final Setting<Boolean> SYSTEM_METRICS = Setting.bool("PERF_AGENT_SYSTEM_METRICS", true)
            .about("Exports metrics of the machine (CPU, memory, disks, network) and of the container: limits, use,"
                    + " throttling, pressure.")
            .cost("Some small files of the kernel read per export interval, well under a millisecond of CPU.");

    public static final Setting<Boolean> OWN_METRICS = Setting.bool("PERF_AGENT_OWN_METRICS", true)
            .about("Exports what the agent itself dropped, holds, wove and costs, as metrics `perf_agent.*`.")
            .cost("A few counters read per export interval.");

    public static final Setting<Long> HISTOGRAM_MEMORY = Setting.bytes(
                    "PERF_AGENT_HISTOGRAM_MEMORY", 8L << 20, 256L << 10, 1L << 30)
            .rare()
            .about("Upper bound for all histograms together. Operations beyond it share one histogram per kind.")
            .cost("Memory as set, at most.");

    public static final Setting<Long> SPAN_BUFFER_MEMORY = Setting.bytes(
                    "PERF_AGENT_SPAN_BUFFER_MEMORY", 4L << 20, 64L << 10, 1L << 30)
            .rare()
            .about("Upper bound for finished spans that wait for export. Spans beyond it are dropped and counted.")
            .cost("Memory as set, at most.");

    public static final Setting<String> FILE = Setting.path("PERF_AGENT_FILE", "")
            .defaultText("`telemetry.jsonl` in the data directory")
            .about(
                    "Where the `file` exporter writes, one OTLP JSON object a line. The signal is put into the name, and a"
                            + " number while another process has the files: `telemetry-traces.jsonl`, `telemetry-traces-2.jsonl`.")
            .example("/var/log/telemetry.jsonl");

    public static final Setting<Boolean> STRESS = Setting.bool("PERF_AGENT_STRESS", true)
            .rare()
            .about("Pauses sampling and background work while the machine's CPU or the garbage collector is under"
                    + " stress.");

    /** One of the kinds of adaptation; here, because what is woven hangs on it, and that is decided before {@code main}. */
    public static final Setting<String> CACHE = Setting.choice(
                    "PERF_AGENT_CACHE", "off", "observe", "supervised", "auto", "on", "off")
            .about(
                    "As `PERF_AGENT_ADAPT`, for answering reads of databases and Redis from memory; `off` unless it is set:"
                            + " `observe` says what it would save and how stale it would be. What may be served is said by"
                            + " `PERF_AGENT_CACHE_RULES`.")
            .cost("Unless `off`: each read's key is hashed, and for a sample of keys its answer.");

    private AgentSettings() {}

    static Setting<?>[] all() {
        return new Setting<?>[] {
            ENABLED,
            CONFIG_FILE,
            DATA_DIR,
            SUMMARY,
            LOG,
            FORCE,
            WEAVE,
            WEAVE_DELAY,
            WEAVE_DUTY,
            WEAVE_CACHE,
            IGNORE_URLS,
            RUNTIME_METRICS,
            SYSTEM_METRICS,
            OWN_METRICS,
            HISTOGRAM_MEMORY,
            SPAN_BUFFER_MEMORY,
            FILE,
            STRESS,
            CACHE
        };
    }
}
