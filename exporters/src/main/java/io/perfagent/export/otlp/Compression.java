package io.perfagent.export.otlp;

/** How a request body is compressed. */
public enum Compression {
    /** Nothing towards loopback, where bytes cost less than the CPU to compress them; gzip towards anything else. */
    AUTO,
    NONE,
    GZIP
}
