package io.perfagent.start;

import io.perfagent.control.ledger.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one start: a line of {@code starts/history.jsonl}. Times in milliseconds.
 *
 * @param deployment within which starts are compared
 * @param readyMillis from the process's start until ready, above 0
 * @param archive name of the start-up archive of ours that it was made with, empty for none
 * @param components the longest ones' own times, by kind and name; empty if they were not measured
 */
record StartRecordLine(
        String deployment, long beginUnixMillis, double readyMillis, String archive, Map<String, Double> components) {
    /** Components that are kept of a start. */
    static final int MAX_COMPONENTS = 30;

    JsonObject toJson() {
        JsonObject times = new JsonObject();
        for (Map.Entry<String, Double> one : components.entrySet()) {
            times.put(one.getKey(), one.getValue());
        }
        return new JsonObject()
                .put("deployment", deployment)
                .put("begin_unix_ms", beginUnixMillis)
                .put("ready_ms", readyMillis)
                .put("archive", archive)
                .put("components", times);
    }

    /** What a line holds, or null if it is no record of a start. */
    static @Nullable StartRecordLine of(JsonObject line) {
        String deployment = line.text("deployment");
        double ready = line.number("ready_ms", 0);
        if (deployment == null || !(ready > 0) || Double.isInfinite(ready)) {
            return null;
        }
        Map<String, Double> components = new LinkedHashMap<>();
        JsonObject times = line.object("components");
        if (times != null) {
            for (String name : times.keys()) {
                components.put(name, times.number(name, 0));
            }
        }
        String archive = line.text("archive");
        return new StartRecordLine(
                deployment, (long) line.number("begin_unix_ms", 0), ready, archive == null ? "" : archive, components);
    }
}
