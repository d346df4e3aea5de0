package io.perfagent.cache.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Caps of the time to live by what data is: {@code user} at most 60 s, {@code sensitive} at most 2 s, {@code public} as its
 * rule says. By patterns over names of tables, of columns, and over beginnings of keys; {@code *} at either end stands for
 * any text, case does not matter. Immutable, pure.
 */
public final class DataClasses {
    /** Most patterns. */
    public static final int MAX = 64;

    private static final Map<String, Long> CAPS_MILLIS =
            Map.of("public", Long.MAX_VALUE, "user", 60_000L, "sensitive", 2_000L);

    private final Map<String, String> patterns;

    /** @param patterns a pattern and its class; those that are wrong get a line each and are ignored */
    public DataClasses(String setting, Map<String, String> patterns, List<String> problems) {
        Map<String, String> right = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : patterns.entrySet()) {
            if (!CAPS_MILLIS.containsKey(one.getValue()) || right.size() == MAX) {
                problems.add(setting + ": " + one.getKey() + "=" + one.getValue()
                        + (right.size() == MAX
                                ? " is more than the " + MAX + " that there may be"
                                : " is none of public, user, sensitive")
                        + "; it is ignored");
            } else {
                right.put(one.getKey().toLowerCase(Locale.ROOT), one.getValue());
            }
        }
        this.patterns = right;
    }

    /** Whether there is no pattern: nothing has a class. */
    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** The strictest class of some names; null if no pattern matches any. */
    public @Nullable String of(List<String> names) {
        String found = null;
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            for (Map.Entry<String, String> one : patterns.entrySet()) {
                if (matches(one.getKey(), lower)) {
                    found = stricter(one.getValue(), found);
                }
            }
        }
        return found;
    }

    /** The strictest class that there is a pattern for: of what is not known by all its names. */
    public @Nullable String strictest() {
        String found = null;
        for (String one : patterns.values()) {
            found = stricter(one, found);
        }
        return found;
    }

    /** The strictest class of a key; a pattern holds for what begins so, whether it ends with {@code *} or not. */
    public @Nullable String ofKey(String key) {
        String found = null;
        String lower = key.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> one : patterns.entrySet()) {
            String pattern = one.getKey();
            if (matches(pattern, lower) || !pattern.startsWith("*") && matches(pattern + "*", lower)) {
                found = stricter(one.getValue(), found);
            }
        }
        return found;
    }

    private static String stricter(String one, @Nullable String other) {
        return other == null || cap(one) < cap(other) ? one : other;
    }

    /** Longest time to live of a class, in milliseconds; without one there is no cap. */
    public static long cap(@Nullable String dataClass) {
        return dataClass == null ? Long.MAX_VALUE : CAPS_MILLIS.getOrDefault(dataClass, Long.MAX_VALUE);
    }

    private static boolean matches(String pattern, String name) {
        boolean open = pattern.startsWith("*");
        boolean ended = pattern.length() > 1 && pattern.endsWith("*");
        String literal = pattern.substring(open ? 1 : 0, pattern.length() - (ended ? 1 : 0));
        if (open && ended) {
            return name.contains(literal);
        }
        return open ? name.endsWith(literal) : ended ? name.startsWith(literal) : name.equals(literal);
    }
}
