package io.perfagent.export.otlp;

/** How an OTLP/HTTP request is encoded. */
public enum Protocol {
    PROTOBUF,
    JSON
}
