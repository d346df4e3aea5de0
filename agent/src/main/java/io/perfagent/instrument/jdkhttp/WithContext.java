package io.perfagent.instrument.jdkhttp;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A request's headers with the trace's in place of those of the same name, to be copied by {@code HttpHeaders.of}, which
 * goes through them once: so they are not copied here.
 */
final class WithContext extends AbstractMap<String, List<String>> {
    private final Map<String, List<String>> own;
    private final String[] pairs;
    private final int count;

    /** @param pairs names and values in turn, of which {@code count} are used */
    WithContext(Map<String, List<String>> own, String[] pairs, int count) {
        this.own = own;
        this.pairs = pairs;
        this.count = count;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super List<String>> action) {
        for (Map.Entry<String, List<String>> one : own.entrySet()) {
            if (!isReplaced(one.getKey())) {
                action.accept(one.getKey(), one.getValue());
            }
        }
        for (int i = 0; i + 1 < count; i += 2) {
            action.accept(pairs[i], List.of(pairs[i + 1]));
        }
    }

    private boolean isReplaced(String name) {
        for (int i = 0; i + 1 < count; i += 2) {
            if (pairs[i].equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** For a JDK that goes through them in another way. */
    @Override
    public Set<Map.Entry<String, List<String>>> entrySet() {
        Map<String, List<String>> all = new HashMap<>(own);
        for (String name : own.keySet()) {
            if (isReplaced(name)) {
                all.remove(name);
            }
        }
        for (int i = 0; i + 1 < count; i += 2) {
            all.put(pairs[i], List.of(pairs[i + 1]));
        }
        return all.entrySet();
    }
}
