package io.perfagent.limit;

import io.perfagent.instrument.family.HttpServerReader;
import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.limit.policy.AdmissionLevel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tier a request is of: the first pattern that matches its path says it, or else a header, if one is named; {@code normal}
 * is any other. Immutable.
 *
 * <p>The header has the name of a tier, or an urgency as in {@code u=5} (RFC 9218, 4.1), where 3 is normal and 0 the highest.
 */
public final class Tiers {
    /** From the highest on. */
    public static final List<String> NAMES = List.of("critical", "high", "normal", "low", "background");

    static final int COUNT = AdmissionLevel.TIERS;
    static final int NORMAL = 2;

    /** All are alike. */
    public static final Tiers NONE = new Tiers(Map.of(), null);

    private final PathPatterns[] patterns;
    private final int[] tiers;
    private final @Nullable String header;

    /** By urgency. */
    private static final int[] URGENCIES = {0, 1, 1, NORMAL, 3, 3, 4, 4};

    /**
     * @param names one of {@link #NAMES} by pattern of paths
     * @param header in lower case, which says it for other paths: any client can send it; null if there is none
     */
    public Tiers(Map<String, String> names, @Nullable String header) {
        this.header = header;
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

    /** Whether all requests are of one tier. */
    boolean isEmpty() {
        return tiers.length == 0 && header == null;
    }

    int of(String path, HttpServerReader reader, Object request) {
        for (int i = 0; i < tiers.length; i++) {
            if (patterns[i].matches(path)) {
                return tiers[i];
            }
        }
        return header == null ? NORMAL : named(reader.header(request, header));
    }

    static int named(@Nullable String value) {
        if (value == null) {
            return NORMAL;
        }
        for (int i = 0; i < COUNT; i++) {
            if (value.equalsIgnoreCase(NAMES.get(i))) {
                return i;
            }
        }
        int urgency = value.startsWith("u=") && value.length() > 2 ? value.charAt(2) - '0' : -1;
        boolean alone =
                value.length() == 3 || (value.length() > 3 && (value.charAt(3) == ',' || value.charAt(3) == ' '));
        return alone && urgency >= 0 && urgency < URGENCIES.length ? URGENCIES[urgency] : NORMAL;
    }
}
