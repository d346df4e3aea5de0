package io.perfagent.export.otlp;

/** How an OTLP request is carried and encoded. */
public enum Protocol {
    /** HTTP/1.1 with a protobuf body. */
    PROTOBUF,
    /** HTTP/1.1 with a JSON body. */
    JSON,
    /** gRPC, which is HTTP/2 with protobuf. */
    GRPC
}
