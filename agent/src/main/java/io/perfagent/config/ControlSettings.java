package io.perfagent.config;

import java.util.List;
import java.util.Map;

/** How far the agent may go in changing the application. */
public final class ControlSettings {
    private static final String[] MODES = {"observe", "supervised", "auto", "on", "off"};

    public static final Setting<String> ADAPT = Setting.choice("PERF_AGENT_ADAPT", "observe", MODES)
            .essential()
            .about(
                    "How far the agent may go in changing the application: `observe` says what it would do, `supervised`"
                            + " does it once an operator has approved it, `auto` tries by itself what promises enough, `on` does"
                            + " it at once and without a trial, `off` does not even observe, whatever the kinds are set to. A"
                            + " file `adapt.off` in the data directory takes everything out within a second, until the restart.")
            .cost("One look for a file each second, unless `off`.");

    public static final Setting<String> ARCHIVE = kind("archive", "start-up archives");

    public static final Setting<String> LIMITS = kind("limits", "concurrency limits of inbound requests");

    public static final Setting<List<String>> LIMITS_EXEMPT = Setting.list(
                    "PERF_AGENT_LIMITS_EXEMPT",
                    List.of("/actuator/*", "/health", "/health/*", "/healthz", "/livez", "/readyz", "/metrics"))
            .about("Request paths with a reserve of their own, such as health checks: as many as"
                    + " `PERF_AGENT_LIMITS_RESERVE` says are let in at once whatever the limits say. A trailing `*` stands"
                    + " for any end.");
    public static final Setting<String> OUTBOUND = kind(
            "outbound",
            "circuit breakers, throttles and limits of outbound calls (HTTP, Redis, connections to databases)");

    public static final Setting<String> DEADLINE_HEADER = Setting.text("PERF_AGENT_OUTBOUND_DEADLINE_HEADER", "")
            .defaultText("none")
            .about(
                    "The header of a request that says for how long its caller waits: milliseconds, or a number and a unit as"
                            + " in `grpc-timeout`. Once nobody waits any more, the thread that serves the request gets no connection from"
                            + " a pool and makes no HTTP call. In effect once it is given, unless outbound calls are `off`.")
            .example("x-envoy-expected-rq-timeout-ms");

    public static final Setting<String> POOLS = kind("pools", "sizes of HikariCP pools");

    public static final Setting<String> PRELOAD =
            kind("preload", "loading classes ahead in the order of an earlier start");

    public static final Setting<String> TARGETS = kind("targets", "targets of the start that come from its own record");

    public static final Setting<List<String>> APPROVED = Setting.list("PERF_AGENT_ADAPT_APPROVED", List.of())
            .defaultText("none")
            .about("Adaptations that are approved, as `adapt export` prints them: a fleet of containers is approved so."
                    + " Counts in the modes `supervised`, `auto` and `on`.")
            .example("archive:appcds");

    public static final Setting<List<String>> REJECTED = Setting.list("PERF_AGENT_ADAPT_REJECTED", List.of())
            .defaultText("none")
            .about("Adaptations that are not wanted, as `adapt export` prints them; what is approved too is rejected.")
            .example("archive:appcds");

    /** The modes, as messages list them. */
    public static final String MODE_NAMES = String.join(", ", MODES);

    public static final Setting<Map<String, String>> OVERRIDES = Setting.map("PERF_AGENT_ADAPT_OVERRIDES")
            .defaultText("none")
            .about(
                    "The same as `PERF_AGENT_ADAPT` for single adaptations, by the names that `adapt list` shows, or how they"
                            + " begin with `*` at the end; the longest counts. What is off, as a whole or as a kind, stays off.")
            .example("limits:orders=supervised,cache:sql:SELECT item*=observe");

    private ControlSettings() {}

    /** The setting of one kind of adaptation; its key is {@code PERF_AGENT_} and the kind's name. */
    private static Setting<String> kind(String name, String what) {
        return Setting.choice("PERF_AGENT_".concat(Keys.key(name)), "", MODES)
                .defaultText("as `PERF_AGENT_ADAPT`")
                .about("The same as `PERF_AGENT_ADAPT`, for ".concat(what).concat(" alone."));
    }

    /** The settings of all kinds there are. */
    public static List<Setting<String>> kinds() {
        return List.of(ARCHIVE, AgentSettings.CACHE, LIMITS, OUTBOUND, POOLS, PRELOAD, TARGETS);
    }

    /** The kind that a setting of {@link #kinds} is for. */
    public static String kindOf(Setting<String> setting) {
        return setting.property().substring("perf.agent.".length());
    }

    static Setting<?>[] all() {
        return new Setting<?>[] {
            ADAPT,
            ARCHIVE,
            LIMITS,
            LIMITS_EXEMPT,
            OUTBOUND,
            DEADLINE_HEADER,
            POOLS,
            PRELOAD,
            TARGETS,
            OVERRIDES,
            APPROVED,
            REJECTED
        };
    }
}
