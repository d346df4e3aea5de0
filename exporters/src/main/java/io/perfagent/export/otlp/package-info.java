/** OTLP over HTTP, as protobuf or JSON. */
@NullMarked
package io.perfagent.export.otlp;

import org.jspecify.annotations.NullMarked;
