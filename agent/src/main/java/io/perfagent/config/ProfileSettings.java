package io.perfagent.config;

import java.util.List;

/** Profiles that the agent takes by itself. */
public final class ProfileSettings {
    public static final Setting<Long> EVERY = Setting.millis("PERF_AGENT_PROFILE_EVERY", 0, 0, 86_400_000)
            .about("How often a profile is taken, such as `10m`; 0 never. Kept in `profiles` of the data directory.")
            .cost("100 stacks are walked per second of CPU while one is taken; up to 64 MB of disk meanwhile.")
            .example("10m");

    public static final Setting<Long> DURATION = Setting.millis("PERF_AGENT_PROFILE_DURATION", 10_000, 1_000, 600_000)
            .about("How long a profile takes that was not asked for by a command.");

    public static final Setting<List<String>> EVENTS = Setting.list(
                    "PERF_AGENT_PROFILE_EVENTS",
                    List.of("cpu"),
                    "cpu",
                    "ctimer",
                    "wall",
                    "alloc",
                    "live",
                    "lock",
                    "nativemem")
            .about("What such a profile samples. `cpu` and `ctimer` exclude each other, and so do `alloc` and `live`.")
            .example("cpu,alloc");

    public static final Setting<Integer> ON_CPU = Setting.number("PERF_AGENT_PROFILE_ON_CPU", 0, 0, 100)
            .unit("% of all processors")
            .about("Takes a profile when this process has used more than this for 10 s; 0 never.");

    public static final Setting<Long> ON_P99 = Setting.millis("PERF_AGENT_PROFILE_ON_P99", 0, 0, 3_600_000)
            .about(
                    "Takes a profile when the 99th percentile of an operation with 20 calls and more in 10 s is above this;"
                            + " 0 never.")
            .example("500ms");

    public static final Setting<Long> ON_HEAP_GROWTH = Setting.bytes(
                    "PERF_AGENT_PROFILE_ON_HEAP_GROWTH", 0, 0, 1L << 40)
            .about(
                    "Takes a profile when what is left of the heap after collections has grown by more than this within ten"
                            + " minutes; 0 never. Allocation is sampled then too.")
            .example("64MB");

    public static final Setting<Integer> ON_LOCKS = Setting.number("PERF_AGENT_PROFILE_ON_LOCKS", 0, 0, 10_000)
            .unit("threads")
            .about(
                    "Takes a profile when on average of 10 s more threads than this wait for a lock that another one holds; 0"
                            + " never. Waits for locks are sampled then too.")
            .cost("A look at the state of each thread once a second, which stops none.")
            .example("5");

    public static final Setting<Long> COOL_DOWN = Setting.millis(
                    "PERF_AGENT_PROFILE_COOL_DOWN", 600_000, 10_000, 86_400_000)
            .rare()
            .about("How long after such a profile no other one is taken, unless by schedule.");

    public static final Setting<Integer> KEPT = Setting.number("PERF_AGENT_PROFILE_KEPT", 20, 1, 1000)
            .rare()
            .about("How many profiles are kept in the data directory, all processes together; the oldest go first.")
            .cost("Some 100 KB of disk each.");

    private ProfileSettings() {}

    static Setting<?>[] all() {
        return new Setting<?>[] {EVERY, DURATION, EVENTS, ON_CPU, ON_P99, ON_HEAP_GROWTH, ON_LOCKS, COOL_DOWN, KEPT};
    }
}
