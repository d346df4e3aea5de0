package io.perfagent.config;

/** What is measured and kept of the application's start. */
public final class StartSettings {
    public static final Setting<String> STARTUP = Setting.choice("PERF_AGENT_STARTUP", "on", "on", "off", "analyse")
            .about(
                    "Whether the application's start is measured: its phases, its components (from the second start on, when"
                            + " the weave cache is filled) and its critical path, as metrics, as one trace, and for"
                            + " `java -jar perf-agent.jar startup report`. `analyse` measures more of this one start, which then takes"
                            + " longer: stacks, who holds the locks that others wait for, static initialisers, classes by jar and"
                            + " loader (docs/start-report.md).")
            .cost(
                    "Under 15 ms of CPU per start, and a file of some 100 KB in the data directory. `analyse`: up to twice the"
                            + " start, so not for every one.");

    public static final Setting<String> TARGETS = Setting.text("PERF_AGENT_STARTUP_TARGETS", "off")
            .about("How long the phases of the start may take: `default`, or phases of one's own, each"
                    + " `name=target/p95/max` and options, separated by `;` (in agent arguments by a vertical bar), as"
                    + " docs/start-report.md says. What uses 80 % and more of a target is a line, a metric and an"
                    + " event; a phase that runs longer than its time-out is said to, and is not interrupted.")
            .cost("When set, a thread that looks at the clock until the application is ready.")
            .example("default;db=300/600/1500 of:pool priority:critical timeout:2s");

    public static final Setting<Boolean> STRICT = Setting.bool("PERF_AGENT_STARTUP_STRICT", false)
            .about(
                    "Whether phases of `PERF_AGENT_STARTUP_TARGETS` that need each other without saying so by `after:`, or run in"
                            + " another order than they say, are reported.")
            .rare();

    private StartSettings() {}

    static Setting<?>[] all() {
        return new Setting<?>[] {STARTUP, TARGETS, STRICT};
    }
}
