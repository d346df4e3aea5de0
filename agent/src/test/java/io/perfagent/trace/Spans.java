package io.perfagent.trace;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.perfagent.export.proto.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a collector reads out of a ring, with OpenTelemetry's own classes. */
public final class Spans {
    private Spans() {}

    /** Takes everything out of a ring. */
    public static List<ScopeSpans> scopes(SpanRing ring) {
        return scopes(ring, Integer.MAX_VALUE);
    }

    public static List<ScopeSpans> scopes(SpanRing ring, int maxSpans) {
        ProtoWriter out = new ProtoWriter(1024, 256 << 20);
        int written = ring.drain(out, maxSpans);
        try {
            // drain() writes the scope_spans fields of a ResourceSpans
            List<ScopeSpans> scopes = ResourceSpans.parseFrom(java.util.Arrays.copyOf(out.array(), out.size()))
                    .getScopeSpansList();
            int count = scopes.stream().mapToInt(ScopeSpans::getSpansCount).sum();
            if (count != written) {
                throw new AssertionError(written + " spans announced, " + count + " written");
            }
            return scopes;
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("what was drained does not parse", e);
        }
    }

    public static List<Span> all(SpanRing ring) {
        List<Span> spans = new ArrayList<>();
        scopes(ring).forEach(scope -> spans.addAll(scope.getSpansList()));
        return spans;
    }

    /** The one span in a ring. */
    public static Span one(SpanRing ring) {
        List<Span> spans = all(ring);
        if (spans.size() != 1) {
            throw new AssertionError(spans.size() + " spans");
        }
        return spans.get(0);
    }

    /** Attributes by name, without those of the thread; strings as they are, numbers as {@link Long}. */
    public static Map<String, Object> attributes(Span span) {
        Map<String, Object> attributes = attributes(span.getAttributesList());
        attributes.remove("thread.id");
        attributes.remove("thread.name");
        return attributes;
    }

    /** Attributes by name; fails on a name that is there twice. */
    public static Map<String, Object> attributes(List<KeyValue> list) {
        Map<String, Object> attributes = new TreeMap<>();
        for (KeyValue one : list) {
            if (attributes.put(one.getKey(), value(one.getValue())) != null) {
                throw new AssertionError(one.getKey() + " is there twice");
            }
        }
        return attributes;
    }

    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> value.getIntValue();
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream().map(Spans::value).toList();
            default -> throw new AssertionError("unexpected " + value);
        };
    }
}
