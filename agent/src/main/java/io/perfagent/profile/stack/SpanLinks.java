package io.perfagent.profile.stack;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which spans the samples of a profile's stacks were taken in. Bounded: beyond it samples have no link, which is counted.
 * Not thread-safe.
 */
public final class SpanLinks {
    /**
     * A span.
     *
     * @param traceId 32 hexadecimal digits
     * @param spanId not 0
     */
    public record Span(String traceId, long spanId) {}

    private final int max;
    private final Map<StackProfile.Node, Map<Span, Long>> byNode = new IdentityHashMap<>();
    private int links;
    private long withoutLink;

    /** @param max links at most, about 150 bytes each */
    public SpanLinks(int max) {
        this.max = max;
    }

    /**
     * Adds samples that were taken in a span.
     *
     * @param leaf the node that they end in
     * @param value in the profile's unit
     */
    public void add(StackProfile.Node leaf, Span span, long value) {
        Map<Span, Long> known = byNode.get(leaf);
        if (links >= max && (known == null || !known.containsKey(span))) {
            withoutLink++;
            return;
        }
        if (known == null) {
            known = new LinkedHashMap<>(4);
            byNode.put(leaf, known);
        }
        Long before = known.get(span);
        links += before == null ? 1 : 0;
        known.put(span, before == null ? value : before + value);
    }

    /** The values of a node's samples by span; what is not in it was taken in no known span. */
    public Map<Span, Long> of(StackProfile.Node leaf) {
        return byNode.getOrDefault(leaf, Map.of());
    }

    /** The value of a node's samples in one trace. */
    public long of(StackProfile.Node leaf, @Nullable String traceId) {
        long sum = 0;
        for (Map.Entry<Span, Long> one : of(leaf).entrySet()) {
            sum += one.getKey().traceId().equals(traceId) ? one.getValue() : 0;
        }
        return sum;
    }

    /** The trace that has the largest value, of several the first by its id; null when there is none. */
    public @Nullable String largestTrace() {
        Map<String, Long> traces = new HashMap<>();
        for (Map<Span, Long> spans : byNode.values()) {
            spans.forEach((span, value) -> traces.merge(span.traceId(), value, Long::sum));
        }
        String largest = null;
        long most = 0;
        for (Map.Entry<String, Long> trace : traces.entrySet()) {
            boolean more = trace.getValue() > most;
            if (more
                    || (trace.getValue() == most
                            && largest != null
                            && trace.getKey().compareTo(largest) < 0)) {
                largest = trace.getKey();
                most = trace.getValue();
            }
        }
        return largest;
    }

    /** How many samples have no link for want of room. */
    public long withoutLink() {
        return withoutLink;
    }
}
