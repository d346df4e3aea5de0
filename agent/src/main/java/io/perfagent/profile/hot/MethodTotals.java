package io.perfagent.profile.hot;

import io.perfagent.profile.stack.StackProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Each method's own time and the time below it, from a profile whose first frames are operations. Pure. */
final class MethodTotals {
    /**
     * One method.
     *
     * @param self value of the samples that end in it
     * @param total value of the samples it is in, once each
     */
    record Method(String name, long self, long total) {}

    private final Map<String, long[]> methods = new HashMap<>();
    private final Map<String, Long> operations = new HashMap<>();

    MethodTotals(StackProfile profile) {
        Set<String> seen = new HashSet<>();
        profile.each((frames, value, samples) -> {
            operations.merge(frames.isEmpty() ? "" : frames.get(0), value, Long::sum);
            seen.clear();
            for (int i = 1; i < frames.size(); i++) {
                if (seen.add(frames.get(i))) {
                    methods.computeIfAbsent(frames.get(i), name -> new long[2])[1] += value;
                }
            }
            if (frames.size() > 1) {
                methods.computeIfAbsent(frames.get(frames.size() - 1), name -> new long[2])[0] += value;
            }
        });
    }

    List<Method> bySelf(int count) {
        return ranked(count, Comparator.comparingLong(Method::self).reversed());
    }

    List<Method> byTotal(int count) {
        return ranked(count, Comparator.comparingLong(Method::total).reversed());
    }

    private List<Method> ranked(int count, Comparator<Method> order) {
        List<Method> all = new ArrayList<>(methods.size());
        methods.forEach((name, value) -> all.add(new Method(name, value[0], value[1])));
        all.sort(order.thenComparing(Method::name));
        return all.subList(0, Math.min(count, all.size()));
    }

    /** Value by operation, the most first. */
    List<Map.Entry<String, Long>> operations(int count) {
        List<Map.Entry<String, Long>> all = new ArrayList<>(operations.entrySet());
        all.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        return all.subList(0, Math.min(count, all.size()));
    }
}
