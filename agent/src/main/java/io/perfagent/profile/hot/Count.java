package io.perfagent.profile.hot;

/** What is counted since the start, with the name and unit of its metric. */
public enum Count {
    SAMPLES("perf_agent.jfr.samples", "{sample}", "Samples taken.", "perf_agent.jfr.sample.kind"),
    UNATTRIBUTED(
            "perf_agent.jfr.samples.unattributed",
            "{sample}",
            "Samples that no operation is known for.",
            "perf_agent.jfr.sample.kind"),
    LOST(
            "perf_agent.jfr.lost",
            "{item}",
            "Samples and data that were lost before they were read.",
            "perf_agent.jfr.what"),
    ALLOCATED("perf_agent.jfr.allocation", "By", "Memory allocated, estimated from samples.", ""),
    LOCK_WAITS(
            "perf_agent.jfr.lock.waits", "{wait}", "Waits for locks over the threshold.", "perf_agent.jfr.lock.kind"),
    LOCK_WAIT_NANOS(
            "perf_agent.jfr.lock.wait.time",
            "s",
            "Time waited for locks over the threshold.",
            "perf_agent.jfr.lock.kind"),
    GC_PAUSE_NANOS(
            "perf_agent.jfr.gc.pause.time",
            "s",
            "Time that collections stopped the application, by their cause.",
            "perf_agent.jfr.gc.cause"),
    GC_PHASE_NANOS("perf_agent.jfr.gc.phase.time", "s", "Time in phases of collections.", "perf_agent.jfr.gc.phase"),
    SAFEPOINT_NANOS(
            "perf_agent.jfr.safepoint.time",
            "s",
            "Time that the virtual machine's operations stopped the application.",
            "perf_agent.jfr.safepoint.operation"),
    IO_NANOS("perf_agent.jfr.io.time", "s", "Time in reads and writes over the threshold.", "perf_agent.jfr.io.kind"),
    IO_BYTES("perf_agent.jfr.io.size", "By", "Bytes of reads and writes over the threshold.", "perf_agent.jfr.io.kind"),
    THROWN("perf_agent.jfr.exceptions", "{exception}", "Throwables made.", ""),
    ERRORS("perf_agent.jfr.errors", "{error}", "Errors made, by their class.", "error.type"),
    COMPILE_NANOS("perf_agent.jfr.compilation.time", "s", "Time of the just-in-time compilers.", ""),
    COMPILED("perf_agent.jfr.compilations", "{compilation}", "Just-in-time compilations.", ""),
    DEOPTIMISED(
            "perf_agent.jfr.deoptimizations",
            "{deoptimization}",
            "Compiled methods given up, by their reason.",
            "perf_agent.jfr.deoptimization.reason"),
    CLASSES_LOADED("perf_agent.jfr.classes.loaded", "{class}", "Classes loaded.", ""),
    CLASSES_UNLOADED("perf_agent.jfr.classes.unloaded", "{class}", "Classes unloaded.", ""),
    PINNED_NANOS("perf_agent.jfr.pinned.time", "s", "Time that virtual threads were pinned, over the threshold.", ""),
    THROTTLED_NANOS(
            "perf_agent.jfr.container.throttled.time", "s", "Time that the container was kept from running.", "");

    private final String metric;
    private final String unit;
    private final String description;
    private final String attribute;

    Count(String metric, String unit, String description, String attribute) {
        this.metric = metric;
        this.unit = unit;
        this.description = description;
        this.attribute = attribute;
    }

    /** Name of the metric. */
    public String metric() {
        return metric;
    }

    /** Its unit; what is counted in nanoseconds has seconds here. */
    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }

    /** Key of its one attribute, or empty for none. */
    public String attribute() {
        return attribute;
    }
}
