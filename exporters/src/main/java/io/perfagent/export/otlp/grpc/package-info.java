/**
 * Unary gRPC calls over one HTTP/2 connection: frames, header compression, flow control, status. Loaded only when the
 * protocol {@code grpc} is asked for. It has no thread: whoever makes a call drives the connection.
 */
@NullMarked
package io.perfagent.export.otlp.grpc;

import org.jspecify.annotations.NullMarked;
