package io.perfagent.coldstart;

import io.perfagent.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * The starts of one deployment, this one included. Times in milliseconds until ready.
 *
 * @param starts how many are on record
 * @param sigmaMillis their spread: a standard deviation by the median of deviations, so that single outliers do not matter
 * @param change what has changed for good, in words; null if nothing is known to
 * @param changedNow whether this start has made it certain
 */
public record Trend(
        int starts,
        double medianMillis,
        double p95Millis,
        double sigmaMillis,
        @Nullable String change,
        boolean changedNow) {
    void write(JsonWriter out) {
        out.key("trend").open('{').number("starts", starts);
        out.millis("median", nanos(medianMillis))
                .millis("p95", nanos(p95Millis))
                .millis("spread", nanos(sigmaMillis));
        out.text("change", change).close('}');
    }

    private static long nanos(double millis) {
        return Math.round(millis * 1e6);
    }
}
