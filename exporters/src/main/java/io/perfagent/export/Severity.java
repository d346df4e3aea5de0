package io.perfagent.export;

/** How serious an event is. Source: OpenTelemetry logs data model, severity numbers. */
public enum Severity {
    DEBUG(5),
    INFO(9),
    WARN(13),
    ERROR(17);

    private final int number;

    Severity(int number) {
        this.number = number;
    }

    /** The first number of its range in OTLP. */
    public int number() {
        return number;
    }
}
