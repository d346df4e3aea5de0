package io.perfagent.it.bench;

/** What the service is started with. */
enum Variant {
    NONE("none"),
    /** perf-agent on its first start ever: no weave cache. */
    PERF_AGENT_FIRST("perf-agent-first"),
    /** perf-agent with the weave cache of earlier starts. */
    PERF_AGENT_WARM("perf-agent-warm"),
    /** The same as {@code -agentlib:instrument=}. */
    PERF_AGENT_AGENTLIB("perf-agent-agentlib"),
    /** Warm, with {@code PERF_AGENT_STARTUP=off}: the start is not measured. */
    PERF_AGENT_UNWATCHED("perf-agent-unwatched"),
    /** Warm, with {@code PERF_AGENT_STARTUP=analyse}. */
    PERF_AGENT_ANALYSED("perf-agent-analysed"),
    /** perf-agent with {@code PERF_AGENT_ENABLED=false}. */
    PERF_AGENT_OFF("perf-agent-off"),
    EMPTY_AGENT("empty-agent"),
    OPENTELEMETRY("opentelemetry"),
    ELASTIC("elastic");

    /** As in the CSV files. */
    final String label;

    Variant(String label) {
        this.label = label;
    }

    boolean isPerfAgent() {
        return this == PERF_AGENT_FIRST || this == PERF_AGENT_OFF || isWarm();
    }

    /** Whether it finds what earlier starts have left in its data directory. */
    boolean isWarm() {
        return this == PERF_AGENT_WARM
                || this == PERF_AGENT_AGENTLIB
                || this == PERF_AGENT_UNWATCHED
                || this == PERF_AGENT_ANALYSED;
    }
}
