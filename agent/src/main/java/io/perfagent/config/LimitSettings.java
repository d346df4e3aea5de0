package io.perfagent.config;

import java.util.List;
import java.util.Map;

/** Static caps of requests, and how those beyond a limit are answered. */
public final class LimitSettings {
    public static final Setting<Boolean> CPU = Setting.bool("PERF_AGENT_LIMITS_CPU", false)
            .about(
                    "Whether the processors are a resource with a limit, too, where `PERF_AGENT_LIMITS` lets limits act: all"
                            + " requests pass its gate. For services that compute; Linux.")
            .cost("While somebody has to wait for a processor, one small file for each thread, four times a second.");

    public static final Setting<Integer> MAX = Setting.number("PERF_AGENT_LIMITS_MAX", 0, 0, 1_000_000)
            .defaultText("none")
            .about(
                    "Most requests inside at once, all paths together, as a fixed cap beside the limits that adapt themselves."
                            + " In effect once it is given, in every mode of `PERF_AGENT_LIMITS` but `off`. 0 is no cap.")
            .example("1000");

    public static final Setting<Map<String, String>> ENDPOINTS = Setting.map("PERF_AGENT_LIMITS_ENDPOINTS")
            .defaultText("none")
            .about(
                    "The same by path: a path, or how it begins with `*` at the end, and the most requests to it at once. At"
                            + " most 16; a request counts in each that matches.")
            .example("/export/*=2,/search=20");

    public static final Setting<Long> MAX_WAIT = Setting.millis("PERF_AGENT_LIMITS_MAX_WAIT", 0, 0, 1000)
            .about("For how long a request waits for its place under such a cap, first come, first in. Where a server's"
                    + " threads may not wait there is no waiting.");

    public static final Setting<Map<String, String>> RATES = Setting.map("PERF_AGENT_LIMITS_RATES")
            .defaultText("none")
            .about(
                    "Requests a second by path, in this process: a path, or how it begins with `*` at the end, and the rate;"
                            + " after a colon how many may come at once (else as many as in one second). Those beyond it get `429`."
                            + " In effect once it is given, as the caps are. At most 16; a request counts in each that matches.")
            .example("/search=50,/export/*=0.5:2");

    public static final Setting<Map<String, String>> PRIORITIES = Setting.map("PERF_AGENT_LIMITS_PRIORITIES")
            .defaultText("none")
            .about(
                    "Tiers by path, the first that matches: `critical`, `high`, `normal` (any other), `low`, `background`."
                            + " Among requests that wait those of a higher tier are let in first, and where no more may wait they take"
                            + " the place of one below.")
            .example("/checkout/*=critical,/reports/*=background");

    public static final Setting<String> PRIORITY_HEADER = Setting.text("PERF_AGENT_LIMITS_PRIORITY_HEADER", "")
            .defaultText("none")
            .about("A request header that has the tier of requests to other paths: its name, or an urgency as in `u=5`"
                    + " (RFC 9218; 3 is normal, 0 the highest). Any client can send one: name it only if what stands in front"
                    + " of the service sets it.")
            .example("X-Priority");

    public static final Setting<List<String>> USER = Setting.list(
                    "PERF_AGENT_LIMITS_USER",
                    List.of("cookie:JSESSIONID", "cookie:SESSION", "authorization", "address"))
            .about(
                    "What tells one user from another, where a limit is in effect: the first of these that a request has."
                            + " `header:<name>`, `cookie:<name>`, `authorization`, or `address`, which is that of the connection. In an"
                            + " overload all requests of a user have one fate; users of whom no request was completed in the last ten"
                            + " minutes come last. Only keyed hashes are kept. `none`: all users are alike.")
            .example("header:X-User-Id,cookie:SESSION")
            .cost("One request in 32 reads them while the load is below half of the limit, then all do.");

    public static final Setting<Map<String, String>> KEYS = Setting.map("PERF_AGENT_LIMITS_KEYS")
            .defaultText("none")
            .about("Most requests at once of the same user, tenant or the like: where it is written, as in"
                    + " `PERF_AGENT_LIMITS_USER`, and the number; those beyond get `429`. A request that has nothing there is not"
                    + " held back. In effect once it is given, as the other caps are. At most 4.")
            .example("header:X-Tenant=100,cookie:SESSION=5");

    public static final Setting<Map<String, String>> KEY_RATES = Setting.map("PERF_AGENT_LIMITS_KEY_RATES")
            .defaultText("none")
            .about("Requests a second of the same user, tenant or the like, in this process; the rate as in"
                    + " `PERF_AGENT_LIMITS_RATES`. At most 4.")
            .example("header:X-Api-Key=50:100,address=20");

    public static final Setting<Integer> RESERVE = Setting.number("PERF_AGENT_LIMITS_RESERVE", 4, 0, 64)
            .about(
                    "Requests to the paths of `PERF_AGENT_LIMITS_EXEMPT` that are let in at once whatever the limits say;"
                            + " those beyond it are judged as any other.");

    public static final Setting<Integer> STATUS = Setting.number("PERF_AGENT_LIMITS_STATUS", 503, 400, 599)
            .about(
                    "The status of a request that is turned away. Some balancers take an instance out after a few answers"
                            + " of 500 and more: `429` keeps it in.");

    public static final Setting<Map<String, String>> HEADERS = Setting.map("PERF_AGENT_LIMITS_HEADERS")
            .defaultText("none")
            .about(
                    "More headers of such an answer. `Retry-After` is 1, 2 or 3 seconds, by chance, unless it is given here.")
            .example("Cache-Control=no-store");

    public static final Setting<String> CONTENT_TYPE = Setting.text(
                    "PERF_AGENT_LIMITS_CONTENT_TYPE", "text/plain;charset=UTF-8")
            .about("The type of its body, which is sent in UTF-8.");

    public static final Setting<String> BODY = Setting.text("PERF_AGENT_LIMITS_BODY", "")
            .defaultText("a sentence")
            .about("Its body.")
            .example("{\"error\":\"overloaded\"}");

    private LimitSettings() {}

    static Setting<?>[] all() {
        return new Setting<?>[] {
            CPU,
            MAX,
            ENDPOINTS,
            MAX_WAIT,
            RATES,
            PRIORITIES,
            PRIORITY_HEADER,
            USER,
            KEYS,
            KEY_RATES,
            RESERVE,
            STATUS,
            HEADERS,
            CONTENT_TYPE,
            BODY
        };
    }
}
