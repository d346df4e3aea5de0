package io.perfagent.limit;

import java.util.List;

/** Paths given whole, or by how they begin with {@code *} at the end. Immutable. */
public final class PathPatterns {
    private final String[] whole;
    private final String[] prefixes;

    public PathPatterns(List<String> patterns) {
        int stars = 0;
        for (String pattern : patterns) {
            stars += pattern.endsWith("*") ? 1 : 0;
        }
        whole = new String[patterns.size() - stars];
        prefixes = new String[stars];
        int wholes = 0;
        int begins = 0;
        for (String pattern : patterns) {
            if (pattern.endsWith("*")) {
                prefixes[begins++] = pattern.substring(0, pattern.length() - 1);
            } else {
                whole[wholes++] = pattern;
            }
        }
    }

    /** Whether one of them matches. */
    public boolean matches(String path) {
        for (String one : whole) {
            if (path.equals(one)) {
                return true;
            }
        }
        for (String prefix : prefixes) {
            if (path.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
