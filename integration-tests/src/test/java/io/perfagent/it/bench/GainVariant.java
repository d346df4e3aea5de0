package io.perfagent.it.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the reads of the shop are cached. */
enum GainVariant {
    /** The baseline: by nothing. */
    OFF("off", "source", 0, 0, ""),
    /** By the agent, kept until this process writes. */
    OURS("ours", "source", 60_000, 60_000, "on"),
    /** By the agent, for a short time. */
    OURS_MICRO("ours-micro", "source", 2_000, 1_000, "on"),
    /** Answered by a constant: what no cache can exceed. */
    CEILING("ceiling", "constant", 0, 0, ""),
    /** By hand. */
    CAFFEINE("caffeine", "caffeine", 60_000, 60_000, ""),
    CAFFEINE_MICRO("caffeine-micro", "caffeine", 2_000, 1_000, ""),
    SPRING_CACHE("spring-cache", "spring", 60_000, 60_000, ""),
    /** By Jedis over RESP3. */
    JEDIS_CSC("jedis-csc", "csc", 0, 0, ""),

    // No harm.
    /** {@link #OFF} in another JVM. */
    OFF_AGAIN("off-again", "source", 0, 0, ""),
    /** Shadow only. */
    OBSERVE("observe", "source", 0, 0, "observe"),
    /** Rules in force, and each entry has ended when its key comes again. */
    NEVER("never", "source", 500, 500, "on");

    /** In the results. */
    final String label;

    /** The service's {@code shop.repository}. */
    final String repository;

    private final long sqlBoundMillis;
    private final long redisBoundMillis;
    private final String mode;

    GainVariant(String label, String repository, long sqlBoundMillis, long redisBoundMillis, String mode) {
        this.label = label;
        this.repository = repository;
        this.sqlBoundMillis = sqlBoundMillis;
        this.redisBoundMillis = redisBoundMillis;
        this.mode = mode;
    }

    static GainVariant of(String label) {
        return Arrays.stream(values())
                .filter(one -> one.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no variant " + label));
    }

    /** Longest age of an answer in milliseconds; 0: none is kept, or only until it changes. */
    long boundMillis(GainShape shape) {
        return shape == GainShape.GET ? redisBoundMillis : sqlBoundMillis;
    }

    boolean isFor(GainShape shape) {
        return this != JEDIS_CSC || shape == GainShape.GET;
    }

    /** Whether the agent answers reads, so that its counts are those of hits. */
    boolean isOurs() {
        return mode.equals("on");
    }

    /** Whether its answers carry the row's version. */
    boolean isJudged() {
        return this != CEILING;
    }

    /** Caffeine by hand with the same bound; null for what is not compared with it. */
    GainVariant anchor() {
        return this == OURS_MICRO || this == CAFFEINE_MICRO ? CAFFEINE_MICRO : CAFFEINE;
    }

    /** The agent's settings. */
    Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("OTEL_TRACES_EXPORTER", "none");
        all.put("OTEL_METRICS_EXPORTER", "none");
        all.put("OTEL_LOGS_EXPORTER", "none");
        all.put("PERF_AGENT_STRESS", "false");
        all.put("PERF_AGENT_WEAVE", "eager");
        all.put("PERF_AGENT_CACHE", mode.isEmpty() ? "off" : mode);
        if (isOurs()) {
            all.put("PERF_AGENT_CACHE_RULES", rules());
        }
        return all;
    }

    private String rules() {
        String level = this == OURS ? "tracked" : "micro";
        String option = this == OURS ? ",sole-writer" : "";
        return "sql:SELECT item=" + level + ",ttl=" + sqlBoundMillis + "ms,key=id" + option
                + "; sql:SELECT item sale=" + level + ",ttl=" + sqlBoundMillis + "ms,key=item.id+sale.id" + option
                + "; redis:item:*=" + level + ",ttl=" + redisBoundMillis + "ms" + option;
    }
}
