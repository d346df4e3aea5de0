package io.perfagent.limit;

import io.perfagent.instrument.family.PathPatterns;
import java.util.List;
import java.util.Map;

/**
 * Static caps: how many requests may be inside at once, all together and by path, as the settings give it. Exact under race.
 * Open until {@link #hold}. Safe for all threads.
 */
public final class Caps {
    /** Most caps by path; more are not in effect. */
    public static final int MAX_ENDPOINTS = 16;

    /** None at all. */
    public static final Caps NONE = new Caps(0, Map.of(), 0);

    /** The first of their places among the gates, as bits. */
    static final int FIRST = LimitResource.MAX;

    private final String[] names;
    private final int[] atMost;
    private final Gate[] gates;
    private final PathPatterns[] patterns; // the first one is of no use where there is a cap for all
    private final boolean hasAll;
    private final long waitNanos;
    private volatile boolean holding;

    /**
     * @param all most requests at once; 0 for no cap
     * @param endpoints most requests at once by a pattern of their paths; a request counts in each that matches
     * @param waitNanos for how long one waits for a place
     */
    public Caps(int all, Map<String, Integer> endpoints, long waitNanos) {
        hasAll = all > 0;
        this.waitNanos = waitNanos;
        int size = (hasAll ? 1 : 0) + Math.min(MAX_ENDPOINTS, endpoints.size());
        names = new String[size];
        atMost = new int[size];
        gates = new Gate[size];
        patterns = new PathPatterns[size];
        int at = 0;
        if (hasAll) {
            set(at++, "all", all, List.of());
        }
        for (Map.Entry<String, Integer> endpoint : endpoints.entrySet()) {
            if (at < size) {
                set(at++, endpoint.getKey(), endpoint.getValue(), List.of(endpoint.getKey()));
            }
        }
    }

    private void set(int at, String name, int most, List<String> pattern) {
        names[at] = name;
        atMost[at] = most;
        gates[at] = new Gate(waitNanos);
        patterns[at] = new PathPatterns(pattern);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return gates.length == 0;
    }

    /** Those that a path counts in, as bits of gates. */
    int of(String path) {
        int bits = 0;
        for (int i = 0; i < gates.length; i++) {
            if ((i == 0 && hasAll) || patterns[i].matches(path)) {
                bits |= 1 << FIRST + i;
            }
        }
        return bits;
    }

    /** The gate of a bit's number. */
    Gate gate(int index) {
        return gates[index - FIRST];
    }

    /** In effect from now on. */
    public void hold(int threads) {
        holding = true;
        for (int i = 0; i < gates.length; i++) {
            int wait = waitNanos == 0 ? 0 : Math.max(0, Math.min(2 * atMost[i], threads - atMost[i] - 10));
            gates[i].hold(atMost[i], wait);
        }
    }

    /** Nobody is held back any more; those that wait go in at once. */
    public void open() {
        holding = false;
        for (Gate gate : gates) {
            gate.open();
        }
    }

    public boolean isHolding() {
        return holding;
    }

    /** How many there are. */
    public int size() {
        return gates.length;
    }

    public String name(int index) {
        return names[index];
    }

    public int atMost(int index) {
        return atMost[index];
    }

    /** The gate of a cap, for its figures. */
    public Gate gateOf(int index) {
        return gates[index];
    }
}
