package io.perfagent.it.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many reads a service has made and how they were answered, since its start.
 *
 * @param reads all that there were
 * @param hits answered without asking the source
 * @param eligiblePercent of the reads, those that the agent says it could serve; NaN where it does not say
 */
record CacheFigures(long reads, long hits, double eligiblePercent) {
    private static final Pattern COVERAGE =
            Pattern.compile("cache coverage: ([0-9.]+) % of (\\d+) reads could be served");
    private static final Pattern HITS = Pattern.compile("(?m)^ *cache: (\\d+) hits, ");
    private static final Pattern COUNTS = Pattern.compile("reads=(\\d+) loads=(\\d+)");

    /** From the agent's status report; none where it has seen no reads. */
    static CacheFigures ofStatus(String status) {
        Matcher coverage = COVERAGE.matcher(status);
        if (!coverage.find()) {
            return new CacheFigures(0, 0, Double.NaN);
        }
        Matcher hits = HITS.matcher(status);
        return new CacheFigures(
                Long.parseLong(coverage.group(2)),
                hits.find() ? Long.parseLong(hits.group(1)) : 0,
                Double.parseDouble(coverage.group(1)));
    }

    /** From what the repository has counted: {@code reads=7 loads=3}. */
    static CacheFigures ofCounts(String counts) {
        Matcher both = COUNTS.matcher(counts);
        if (!both.find()) {
            throw new IllegalArgumentException("no counts: " + counts.toLowerCase(Locale.ROOT));
        }
        long reads = Long.parseLong(both.group(1));
        return new CacheFigures(reads, Math.max(0, reads - Long.parseLong(both.group(2))), Double.NaN);
    }

    /** Hits of the reads since {@code before}, in percent; NaN if there were none. */
    double hitPercentSince(CacheFigures before) {
        long made = reads - before.reads;
        return made == 0 ? Double.NaN : 100.0 * (hits - before.hits) / made;
    }
}
