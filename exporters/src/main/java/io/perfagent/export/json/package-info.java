/** OTLP protobuf transcoded to OTLP/JSON. */
@NullMarked
package io.perfagent.export.json;

import org.jspecify.annotations.NullMarked;
