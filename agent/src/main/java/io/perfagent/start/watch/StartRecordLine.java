package io.perfagent.start.watch;

import io.perfagent.coldstart.TargetPhase;
import io.perfagent.control.ledger.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one start: a line of {@code starts/history.jsonl}. Times in milliseconds.
 *
 * @param deployment within which starts are compared
 * @param readyMillis from the process's start until ready, above 0
 * @param readySignal who said that it was ready: only such starts compare; empty in records that do not tell
 * @param archive name of the start-up archive of ours that it was made with, or of the list of classes that were loaded ahead;
 *     empty for neither
 * @param phases times of {@code total}, {@code critical} and phases that have targets, by name; those that were measured
 * @param components the longest ones' own times, by kind and name; empty if they were not measured
 */
public record StartRecordLine(
        String deployment,
        long beginUnixMillis,
        double readyMillis,
        String readySignal,
        String archive,
        Map<String, Double> phases,
        Map<String, Double> components) {
    /** Components that are kept of a start. */
    public static final int MAX_COMPONENTS = 30;

    JsonObject toJson() {
        return new JsonObject()
                .put("deployment", deployment)
                .put("begin_unix_ms", beginUnixMillis)
                .put("ready_ms", readyMillis)
                .put("ready_signal", readySignal)
                .put("archive", archive)
                .put("phases", json(phases))
                .put("components", json(components));
    }

    private static JsonObject json(Map<String, Double> times) {
        JsonObject object = new JsonObject();
        for (Map.Entry<String, Double> one : times.entrySet()) {
            object.put(one.getKey(), one.getValue());
        }
        return object;
    }

    private static Map<String, Double> times(@Nullable JsonObject object) {
        Map<String, Double> times = new LinkedHashMap<>();
        if (object != null) {
            for (String name : object.keys()) {
                times.put(name, object.number(name, 0));
            }
        }
        return times;
    }

    /** The time of a phase; NaN if it was not measured. */
    double phaseMillis(String name) {
        Double millis = name.equals(TargetPhase.READY) ? Double.valueOf(readyMillis) : phases.get(name);
        return millis == null ? Double.NaN : millis;
    }

    /** What a line holds, or null if it is no record of a start. */
    public static @Nullable StartRecordLine of(JsonObject line) {
        String deployment = line.text("deployment");
        double ready = line.number("ready_ms", 0);
        if (deployment == null || !(ready > 0) || Double.isInfinite(ready)) {
            return null;
        }
        String signal = line.text("ready_signal");
        String archive = line.text("archive");
        return new StartRecordLine(
                deployment,
                (long) line.number("begin_unix_ms", 0),
                ready,
                signal == null ? "" : signal,
                archive == null ? "" : archive,
                times(line.object("phases")),
                times(line.object("components")));
    }
}
