package io.perfagent.config;

/** Bounds of the sizes that pools of connections are given. */
public final class PoolSettings {
    public static final Setting<Integer> MAX = Setting.number("PERF_AGENT_POOLS_MAX", 0, 0, 10_000)
            .defaultText("twice a pool's original size")
            .about(
                    "Most connections that `PERF_AGENT_POOLS` lets a pool have. It is never more than twice its original size;"
                            + " one that is larger to begin with is not made smaller by this. 0 is no bound but that.")
            .example("30");

    public static final Setting<Integer> MIN = Setting.number("PERF_AGENT_POOLS_MIN", 0, 0, 10_000)
            .defaultText("a pool's original size")
            .about(
                    "Fewest connections that it lets a pool have, once it has had more than it needs for long. 0: never fewer"
                            + " than its original size.")
            .example("2");

    private PoolSettings() {}

    static Setting<?>[] all() {
        return new Setting<?>[] {MAX, MIN};
    }
}
