package io.perfagent.profile.stack;

import io.perfagent.export.proto.ProtoWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Profiles as a serialised {@code ExportProfilesServiceRequest}: one profile for each event, each stack a sample with its
 * value, the operation it ran for as attributes, and a link to the span where that is known.
 *
 * <p>Source: opentelemetry-proto 1.11, {@code profiles/v1development/profiles.proto}; {@code profile.frame.type} of the
 * semantic conventions.
 */
public final class OtlpProfiles {
    private static final String OPERATION = "perf_agent.operation";
    private static final String INNERMOST = "perf_agent.operation.innermost";
    private static final String FRAME_TYPE = "profile.frame.type";

    /**
     * One profile.
     *
     * @param name what is sampled, such as {@code cpu}
     * @param period between two samples, in the profile's unit; 0 where there is none
     * @param profile operations may be the first frames of its stacks
     */
    public record Source(
            String name,
            long period,
            StackProfile profile,
            @Nullable SpanLinks links) {}

    private final ProtoWriter out;

    // The dictionary. The first element of each table stands for "none".
    private final Table<String> strings = new Table<>("");
    private final Table<String> locations = new Table<>("");
    private final Table<List<String>> stacks = new Table<>(List.of());
    private final Table<List<String>> attributes = new Table<>(List.of());
    private final Table<SpanLinks.Span> links = new Table<>(new SpanLinks.Span("", 0));

    private OtlpProfiles(int maxBytes) {
        out = new ProtoWriter(1 << 16, maxBytes);
    }

    /**
     * @param resource an encoded {@code Resource}
     * @param version of the scope {@code io.perfagent}
     * @param wanted told the frames of a stack, operations first; whether it is to be sent
     * @param unixNanos when the samples begin
     * @param durationNanos for how long they were taken
     * @return null if it would take more than so many bytes
     */
    public static byte @Nullable [] write(
            byte[] resource,
            String version,
            List<Source> sources,
            Predicate<List<String>> wanted,
            long unixNanos,
            long durationNanos,
            int maxBytes) {
        OtlpProfiles profiles = new OtlpProfiles(maxBytes);
        profiles.request(resource, version, sources, wanted, unixNanos, durationNanos);
        ProtoWriter out = profiles.out;
        return out.overflowed() ? null : Arrays.copyOf(out.array(), out.size());
    }

    private void request(
            byte[] resource,
            String version,
            List<Source> sources,
            Predicate<List<String>> wanted,
            long unixNanos,
            long durationNanos) {
        int ofResource = out.open(1);
        out.bytes(1, resource, 0, resource.length);
        int ofScope = out.open(2);
        int scope = out.open(1);
        out.string(1, "io.perfagent");
        out.string(2, version);
        out.close(scope);
        for (Source source : sources) {
            int profile = out.open(2);
            type(1, source);
            source.profile().eachNode((frames, leaf) -> {
                if (wanted.test(frames)) {
                    samples(frames, leaf, source.links());
                }
            });
            out.fixed64(3, unixNanos);
            out.varint(4, durationNanos);
            if (source.period() > 0) {
                type(5, source);
                out.varint(6, source.period());
            }
            out.close(profile);
        }
        out.close(ofScope);
        out.close(ofResource);
        int dictionary = out.open(2);
        dictionary();
        out.close(dictionary);
    }

    private void type(int field, Source source) {
        int type = out.open(field);
        out.varint(1, strings.number(source.name()));
        out.varint(2, strings.number(unit(source.profile().unit())));
        out.close(type);
    }

    private static String unit(Unit unit) {
        return switch (unit) {
            case NANOSECONDS -> "nanoseconds";
            case BYTES -> "bytes";
            case COUNT -> "count";
        };
    }

    private void samples(List<String> frames, StackProfile.Node leaf, @Nullable SpanLinks spans) {
        int operations = 0;
        while (operations < frames.size() && FrameKind.of(frames.get(operations)) == FrameKind.OPERATION) {
            operations++;
        }
        long[] ofOperation = new long[Math.min(2, operations)];
        for (int i = 0; i < ofOperation.length; i++) {
            ofOperation[i] = attribute(i == 0 ? OPERATION : INNERMOST, FrameKind.label(frames.get(i)));
        }
        int stack =
                operations == frames.size() ? 0 : stacks.number(List.copyOf(frames.subList(operations, frames.size())));
        long left = leaf.self();
        if (spans != null) {
            for (Map.Entry<SpanLinks.Span, Long> linked : spans.of(leaf).entrySet()) {
                sample(stack, ofOperation, links.number(linked.getKey()), linked.getValue());
                left -= linked.getValue();
            }
        }
        if (left > 0) {
            sample(stack, ofOperation, 0, left);
        }
    }

    private void sample(int stack, long[] ofOperation, int link, long value) {
        int sample = out.open(2);
        if (stack > 0) {
            out.varint(1, stack);
        }
        if (ofOperation.length > 0) {
            out.packedVarint(2, ofOperation, ofOperation.length);
        }
        if (link > 0) {
            out.varint(3, link);
        }
        out.packedVarint(4, new long[] {value}, 1);
        out.close(sample);
    }

    private int attribute(String key, String value) {
        return attributes.number(List.of(key, value));
    }

    /** Tables that name others first, so that those are whole when it is their turn. */
    private void dictionary() {
        out.close(out.open(1)); // no mappings: Java code has none
        for (List<String> stack : stacks.all()) {
            int one = out.open(7);
            long[] leafFirst = new long[stack.size()];
            for (int i = 0; i < leafFirst.length; i++) {
                leafFirst[i] = locations.number(stack.get(leafFirst.length - 1 - i));
            }
            if (leafFirst.length > 0) {
                out.packedVarint(1, leafFirst, leafFirst.length);
            }
            out.close(one);
        }
        // A location is a function here, so both have the same number.
        int number = 0;
        for (String frame : locations.all()) {
            int location = out.open(2);
            if (number > 0) {
                int line = out.open(3);
                out.varint(1, number);
                out.close(line);
                String type = frameType(frame);
                if (type != null) {
                    out.packedVarint(4, new long[] {attribute(FRAME_TYPE, type)}, 1);
                }
            }
            out.close(location);
            int function = out.open(3);
            if (number > 0) {
                out.varint(1, strings.number(FrameKind.label(frame)));
            }
            out.close(function);
            number++;
        }
        for (SpanLinks.Span span : links.all()) {
            int link = out.open(4);
            boolean known = span.spanId() != 0;
            out.bytes16(1, known ? half(span, 0) : 0, known ? half(span, 16) : 0);
            out.bytes8(2, span.spanId());
            out.close(link);
        }
        for (List<String> pair : attributes.all()) {
            int one = out.open(6);
            if (!pair.isEmpty()) {
                out.varint(1, strings.number(pair.get(0)));
                int value = out.open(2);
                out.string(1, pair.get(1));
                out.close(value);
            }
            out.close(one);
        }
        for (String string : strings.all()) {
            out.string(5, string);
        }
    }

    private static long half(SpanLinks.Span span, int from) {
        return Long.parseUnsignedLong(span.traceId().substring(from, from + 16), 16);
    }

    private static @Nullable String frameType(String frame) {
        return switch (FrameKind.of(frame)) {
            case JAVA -> "jvm";
            case NATIVE -> "native";
            case KERNEL -> "kernel";
            case TYPE, OPERATION -> null;
        };
    }

    /** Each value once, with its number, in the order in which they came. */
    private static final class Table<T> {
        private final Map<T, Integer> numbers = new LinkedHashMap<>();

        Table(T none) {
            numbers.put(none, 0);
        }

        int number(T value) {
            return numbers.computeIfAbsent(value, key -> numbers.size());
        }

        Iterable<T> all() {
            return List.copyOf(numbers.keySet());
        }
    }
}
