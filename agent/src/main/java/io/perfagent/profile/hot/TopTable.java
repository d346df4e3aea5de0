package io.perfagent.profile.hot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often, how much in all and how much at most, by name; bounded: names beyond the bound share one. Not thread-safe. */
public final class TopTable {
    /** The name that those share for which there is no room. */
    public static final String OTHERS = "(others)";

    /**
     * One line of it.
     *
     * @param value sum, in the unit of the table
     * @param max the greatest single value
     */
    public record Entry(String name, long count, long value, long max) {}

    private final int maxNames;
    private final Map<String, long[]> entries = new HashMap<>();

    /** @param maxNames names of its own, above 0 */
    public TopTable(int maxNames) {
        this.maxNames = maxNames;
    }

    /** Takes note of one occurrence. */
    public void add(String name, long value) {
        add(name, 1, value, value);
    }

    private void add(String name, long count, long value, long max) {
        long[] entry = entries.get(name);
        if (entry == null) {
            String own = entries.size() < maxNames ? name : OTHERS;
            entry = entries.computeIfAbsent(own, key -> new long[3]);
        }
        entry[0] += count;
        entry[1] += value;
        entry[2] = Math.max(entry[2], max);
    }

    /** Adds all of another and answers this one. */
    public TopTable addAll(TopTable other) {
        other.entries.forEach((name, entry) -> add(name, entry[0], entry[1], entry[2]));
        return this;
    }

    /** The names with the most, one table of its own. */
    public TopTable compacted(int names) {
        TopTable less = new TopTable(maxNames);
        for (Entry entry : top(names)) {
            less.add(entry.name, entry.count, entry.value, entry.max);
        }
        return less;
    }

    /** The entries of the greatest sums, greatest first; equal ones by name. */
    public List<Entry> top(int count) {
        return ranked(count, Comparator.comparingLong(Entry::value).reversed());
    }

    /** The entries of the greatest single values. */
    public List<Entry> longest(int count) {
        return ranked(count, Comparator.comparingLong(Entry::max).reversed());
    }

    private List<Entry> ranked(int count, Comparator<Entry> order) {
        List<Entry> all = new ArrayList<>(entries.size());
        entries.forEach((name, entry) -> all.add(new Entry(name, entry[0], entry[1], entry[2])));
        all.sort(order.thenComparing(Entry::name));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }

    /** Sum of all values. */
    public long total() {
        long sum = 0;
        for (long[] entry : entries.values()) {
            sum += entry[1];
        }
        return sum;
    }

    /** How many names it has. */
    public int size() {
        return entries.size();
    }
}
