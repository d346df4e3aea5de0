package io.perfagent.export;

/** A kind of telemetry, with its OTLP/HTTP path. */
public enum Signal {
    TRACES("traces", "v1/traces", "spans"),
    METRICS("metrics", "v1/metrics", "points"),
    LOGS("logs", "v1/logs", "events"),
    PROFILES("profiles", "v1development/profiles", "samples");

    private static final Signal[] ALL = values();

    private final String label;
    private final String path;
    private final String items;

    Signal(String label, String path, String items) {
        this.label = label;
        this.path = path;
        this.items = items;
    }

    /** Name in messages: {@code traces}. */
    public String label() {
        return label;
    }

    /** What the OTLP specification appends to a base endpoint, without leading slash. */
    public String path() {
        return path;
    }

    /** What one item is called in messages: {@code spans}. */
    public String items() {
        return items;
    }

    /** How many signals there are; an index by {@link #ordinal()} stays below it. */
    public static int count() {
        return ALL.length;
    }

    /** The signal of an ordinal. */
    public static Signal of(int ordinal) {
        return ALL[ordinal];
    }
}
