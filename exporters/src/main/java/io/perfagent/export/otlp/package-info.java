/** OTLP over HTTP, as protobuf or JSON, and over gRPC. */
@NullMarked
package io.perfagent.export.otlp;

import org.jspecify.annotations.NullMarked;
