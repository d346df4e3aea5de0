package io.perfagent.it;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One span as it arrived, with the resource and scope it arrived under. Immutable. */
public record ReceivedSpan(Resource resource, InstrumentationScope scope, Span span) {

    public String name() {
        return span.getName();
    }

    /** {@code SERVER}, {@code CLIENT}, {@code INTERNAL}, {@code PRODUCER}, {@code CONSUMER}. */
    public String kind() {
        return span.getKind().name().substring("SPAN_KIND_".length());
    }

    /** {@code UNSET}, {@code OK} or {@code ERROR}. */
    public String status() {
        return span.getStatus().getCode().name().substring("STATUS_CODE_".length());
    }

    /** 32 lower-case hex digits. */
    public String traceId() {
        return hex(span.getTraceId());
    }

    /** 16 lower-case hex digits. */
    public String spanId() {
        return hex(span.getSpanId());
    }

    /** 16 lower-case hex digits, or empty for a root span. */
    public String parentId() {
        return hex(span.getParentSpanId());
    }

    /** Attributes by key, sorted; integers are {@code Long}. */
    public Map<String, Object> attributes() {
        return Attributes.toMap(span.getAttributesList());
    }

    public @Nullable Object attribute(String key) {
        return attributes().get(key);
    }

    /** The attributes of one of its events, by key. */
    public static Map<String, Object> attributes(Span.Event event) {
        return Attributes.toMap(event.getAttributesList());
    }

    public Map<String, Object> resourceAttributes() {
        return Attributes.toMap(resource.getAttributesList());
    }

    @Override
    public String toString() {
        return kind() + " " + name() + " " + status() + " trace=" + traceId() + " span=" + spanId() + " parent="
                + parentId() + " " + attributes();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
