package io.perfagent.profile.jfr;

import org.jspecify.annotations.Nullable;

/** Whether the machine or container has so much to spare that JFR may start by itself. Pure. */
public final class JfrAdmission {
    /** JFR's own budget is 45 MiB; what is left must be worth more than twice that. */
    public static final long SPARE_BYTES = 128L << 20;

    private static final double CPUS = 2;

    private JfrAdmission() {}

    /**
     * Why JFR does not start by itself, or null if it may.
     *
     * @param cpus processors that the process may use
     * @param spareBytes memory that is free for the taking, or -1 where that is not known
     */
    public static @Nullable String objection(double cpus, long spareBytes) {
        if (cpus < CPUS) {
            return "fewer than two processors (" + cpus + ")";
        }
        if (spareBytes >= 0 && spareBytes < SPARE_BYTES) {
            return "too little memory to spare (" + (spareBytes >> 20) + " MiB, wanted are " + (SPARE_BYTES >> 20)
                    + " MiB)";
        }
        return null;
    }
}
