package io.perfagent.limit;

import io.perfagent.instrument.family.PathPatterns;
import java.util.List;
import java.util.Map;

/** Which tier the requests to a path are of: the first pattern that matches says it, and {@code normal} is any other. Immutable. */
public final class Tiers {
    /** From the highest on. */
    public static final List<String> NAMES = List.of("critical", "high", "normal", "low", "background");

    static final int COUNT = 5;
    static final int NORMAL = 2;

    /** All are alike. */
    public static final Tiers NONE = new Tiers(Map.of());

    private final PathPatterns[] patterns;
    private final int[] tiers;

    /** @param names one of {@link #NAMES} by pattern of paths */
    public Tiers(Map<String, String> names) {
        patterns = new PathPatterns[names.size()];
        tiers = new int[names.size()];
        int at = 0;
        for (Map.Entry<String, String> name : names.entrySet()) {
            patterns[at] = new PathPatterns(List.of(name.getKey()));
            tiers[at] = NAMES.indexOf(name.getValue());
            if (tiers[at] < 0) {
                throw new IllegalArgumentException(name.getValue());
            }
            at++;
        }
    }

    int of(String path) {
        for (int i = 0; i < tiers.length; i++) {
            if (patterns[i].matches(path)) {
                return tiers[i];
            }
        }
        return NORMAL;
    }
}
