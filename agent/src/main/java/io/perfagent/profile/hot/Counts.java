package io.perfagent.profile.hot;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Running totals by {@link Count} and the value of its attribute; bounded, values beyond share one. Not thread-safe. */
final class Counts {
    /** Values of one attribute that are told apart; there are more only where something is odd. */
    static final int MAX_VALUES = 40;

    static final String OTHER = "_OTHER";

    private final Map<Count, Map<String, long[]>> totals = new EnumMap<>(Count.class);

    void add(Count count, String value, long amount) {
        cell(count, value)[0] += amount;
    }

    /** For what the source itself has added up. */
    void set(Count count, String value, long total) {
        cell(count, value)[0] = total;
    }

    private long[] cell(Count count, String value) {
        Map<String, long[]> values = totals.computeIfAbsent(count, key -> new LinkedHashMap<>());
        long[] cell = values.get(value);
        if (cell == null) {
            cell = values.computeIfAbsent(values.size() < MAX_VALUES ? value : OTHER, key -> new long[1]);
        }
        return cell;
    }

    long total(Count count) {
        long sum = 0;
        for (long[] cell : totals.getOrDefault(count, Map.of()).values()) {
            sum += cell[0];
        }
        return sum;
    }

    /** A copy, in the order in which values were first seen. */
    Map<String, Long> values(Count count) {
        Map<String, Long> copy = new LinkedHashMap<>();
        totals.getOrDefault(count, Map.of()).forEach((value, cell) -> copy.put(value, cell[0]));
        return copy;
    }
}
