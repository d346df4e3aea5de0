package io.perfagent.weave;

import java.util.ArrayList;
import java.util.List;

/** What became of each class that a site names; for the status report. Safe for all threads. */
public final class WeaveStatus {
    private static final int MAX_CLASSES = 1024;

    /** How a class came to its weaving, or why not. */
    public enum Outcome {
        FROM_CACHE,
        WOVEN,
        NOTHING_TO_WEAVE,
        SKIPPED,
        FAILED
    }

    /** One class. */
    public static final class Row {
        public final String className;
        public final String instrumentation;
        public final Outcome outcome;
        public final String reason;

        Row(String className, String instrumentation, Outcome outcome, String reason) {
            this.className = className;
            this.instrumentation = instrumentation;
            this.outcome = outcome;
            this.reason = reason;
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private int unlisted;

    synchronized void add(String className, Site[] sites, Outcome outcome, String reason) {
        if (rows.size() >= MAX_CLASSES) {
            unlisted++;
            return;
        }
        String instrumentation = sites.length == 0 ? "" : sites[0].instrumentation;
        rows.add(new Row(className.replace('/', '.'), instrumentation, outcome, reason));
    }

    public synchronized List<Row> rows() {
        return new ArrayList<>(rows);
    }

    public synchronized int count(Outcome outcome) {
        int n = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).outcome == outcome) {
                n++;
            }
        }
        return n;
    }

    public synchronized int unlisted() {
        return unlisted;
    }
}
