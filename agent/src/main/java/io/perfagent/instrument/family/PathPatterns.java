package io.perfagent.instrument.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths given whole, or by how they begin with {@code *} at the end. Immutable. */
public final class PathPatterns {
    private static final char ANY = 0;

    private final String[] patterns;

    /** The second character of each: the first one is the same slash nearly always. */
    private final char[] seconds;

    public PathPatterns(List<String> patterns) {
        this.patterns = patterns.toArray(new String[0]);
        seconds = new char[this.patterns.length];
        for (int i = 0; i < seconds.length; i++) {
            String pattern = this.patterns[i];
            seconds[i] = pattern.length() < 2 || pattern.charAt(1) == '*' ? ANY : pattern.charAt(1);
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return patterns.length == 0;
    }

    /** Whether one of them matches. */
    public boolean matches(@Nullable String path) {
        return match(path) != null;
    }

    /** The first one that matches, or null. */
    public @Nullable String match(@Nullable String path) {
        if (path == null) {
            return null;
        }
        char second = path.length() > 1 ? path.charAt(1) : ANY;
        for (int i = 0; i < patterns.length; i++) {
            if (seconds[i] != ANY && seconds[i] != second) {
                continue;
            }
            String pattern = patterns[i];
            int wild = pattern.length() - 1;
            boolean matches = wild >= 0 && pattern.charAt(wild) == '*'
                    ? path.regionMatches(0, pattern, 0, wild)
                    : path.equals(pattern);
            if (matches) {
                return pattern;
            }
        }
        return null;
    }
}
