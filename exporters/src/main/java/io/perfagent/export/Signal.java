package io.perfagent.export;

/** A kind of telemetry, with its OTLP/HTTP path and its OTLP/gRPC service. */
public enum Signal {
    TRACES("traces", "v1/traces", "spans", "trace.v1.TraceService"),
    METRICS("metrics", "v1/metrics", "points", "metrics.v1.MetricsService"),
    LOGS("logs", "v1/logs", "events", "logs.v1.LogsService"),
    PROFILES("profiles", "v1development/profiles", "profiles", "profiles.v1development.ProfilesService");

    private static final Signal[] ALL = values();

    private final String label;
    private final String path;
    private final String items;
    private final String service;

    Signal(String label, String path, String items, String service) {
        this.label = label;
        this.path = path;
        this.items = items;
        this.service = service;
    }

    /** Name in messages: {@code traces}. */
    public String label() {
        return label;
    }

    /** What the OTLP specification appends to a base endpoint, without leading slash. */
    public String path() {
        return path;
    }

    /** The gRPC service whose {@code Export} takes it, by its full name. */
    public String service() {
        return "opentelemetry.proto.collector." + service;
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
