package io.perfagent.profile.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One or two profiles laid out for drawing: frames in the order of a walk, parents first, siblings by name, with their
 * levels. With two, each frame has the values of both.
 */
final class ProfileTree {
    final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** Takes a name into the table; its number there. */
    int number(String name) {
        Integer known = numbers.get(name);
        if (known == null) {
            known = names.size();
            numbers.put(name, known);
            names.add(name);
        }
        return known;
    }

    /** Writes {@code level,name,total,} per frame, and with a second profile {@code level,name,total,otherTotal,}. */
    void write(StringBuilder out, StackProfile first, StackProfile second) {
        Both root = new Both();
        first.each((frames, value, samples) -> root.add(frames, value, 0));
        second.each((frames, value, samples) -> root.add(frames, 0, value));
        walk(out, "all", root, 0, true);
    }

    void write(StringBuilder out, StackProfile only) {
        Both root = new Both();
        only.each((frames, value, samples) -> root.add(frames, value, 0));
        walk(out, "all", root, 0, false);
    }

    private void walk(StringBuilder out, String name, Both node, int level, boolean two) {
        out.append(level == 0 ? "" : ",")
                .append(level)
                .append(',')
                .append(number(name))
                .append(',')
                .append(node.first);
        if (two) {
            out.append(',').append(node.second);
        }
        List<String> children = new ArrayList<>(node.children.keySet());
        children.sort(null);
        for (String child : children) {
            Both below = node.children.get(child);
            if (below != null) {
                walk(out, child, below, level + 1, two);
            }
        }
    }

    /** A frame with its totals. */
    private static final class Both {
        private long first;
        private long second;
        private final Map<String, Both> children = new HashMap<>(4);

        void add(List<String> frames, long firstValue, long secondValue) {
            Both node = this;
            node.first += firstValue;
            node.second += secondValue;
            for (String frame : frames) {
                node = node.children.computeIfAbsent(frame, key -> new Both());
                node.first += firstValue;
                node.second += secondValue;
            }
        }
    }
}
