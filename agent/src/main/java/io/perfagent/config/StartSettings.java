package io.perfagent.config;

/** What is measured and kept of the application's start. */
public final class StartSettings {
    public static final Setting<String> STARTUP = Setting.choice("PERF_AGENT_STARTUP", "on", "on", "off")
            .about(
                    "Whether the application's start is measured: its phases, its components (from the second start on, when"
                            + " the weave cache is filled) and its critical path, as metrics, as one trace, and for"
                            + " `java -jar perf-agent.jar startup report`.")
            .cost("Under 15 ms of CPU per start, and a file of some 100 KB in the data directory.");

    private StartSettings() {}

    static Setting<?>[] all() {
        return new Setting<?>[] {STARTUP};
    }
}
