package io.perfagent.instrument.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths given whole, or by how they begin with {@code *} at the end. Immutable. */
public final class PathPatterns {
    private final String[] patterns;

    public PathPatterns(List<String> patterns) {
        this.patterns = patterns.toArray(new String[0]);
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
        for (String pattern : patterns) {
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
