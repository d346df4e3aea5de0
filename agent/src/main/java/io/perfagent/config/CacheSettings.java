package io.perfagent.config;

import java.util.Map;

/** What may be answered from memory. */
public final class CacheSettings {
    public static final Setting<String> RULES = Setting.text("PERF_AGENT_CACHE_RULES", "")
            .defaultText("none")
            .about(
                    "Which reads may be answered from memory, where `PERF_AGENT_CACHE` lets caching act; separated by"
                            + " semicolons: `sql:` and a query summary, or the `#id` of one text, or `redis:` and a key, or a prefix with"
                            + " `*` at its end; `=` and `dedupe`, `micro`, `tracked` or `static`; then options: `ttl=`, `key=` (columns of"
                            + " a unique key), `sole-writer`, `negative`, `versioned`. Without a rule nothing is ever served. See docs/caching.md.")
            .example("sql:SELECT item=micro,ttl=1s,key=id; redis:price:*=static,ttl=1h");

    public static final Setting<String> RULES_FILE = Setting.path("PERF_AGENT_CACHE_RULES_FILE", "")
            .defaultText("`cache.rules` in the data directory")
            .about(
                    "A file with more rules, one on a line, looked at every second: a change takes effect without a restart. It"
                            + " must be root's or the user's own, and writable by no one else.");

    public static final Setting<Long> MEMORY = Setting.bytes("PERF_AGENT_CACHE_MEMORY", 0, 0, 1L << 40)
            .defaultText("64 MiB, or 5 % of the heap if that is less")
            .about(
                    "Bytes of all answers held together. Each kind of read has a share, so that none can drive all others"
                            + " out.")
            .cost("That much heap, once rules are in effect.");

    public static final Setting<Double> OBJECTIVE = Setting.fraction("PERF_AGENT_CACHE_STALE_OBJECTIVE", 0.001)
            .about("Highest share of stale answers that is accepted. A rule whose checked hits show more, with 95 %"
                    + " confidence, is taken out of effect and stays out until an operator lets it in again.");

    public static final Setting<Map<String, String>> DATA_CLASSES = Setting.map("PERF_AGENT_CACHE_DATA_CLASSES")
            .defaultText("none")
            .about(
                    "What data is: a pattern over names of tables and columns and over key prefixes, `*` at either end, and"
                            + " `public`, `user` (kept for 60 s at most) or `sensitive` (2 s at most). Whatever rules say.")
            .example("*password*=sensitive,session:*=user");

    private CacheSettings() {}

    static Setting<?>[] all() {
        return new Setting<?>[] {RULES, RULES_FILE, MEMORY, OBJECTIVE, DATA_CLASSES};
    }
}
