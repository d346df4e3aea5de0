package io.perfagent.metric;

/** The time that operation statistics cover. */
public enum Window {
    /** The last slice of about 10 s that is complete. */
    TEN_SECONDS(1),
    /** The last six complete slices, about 1 min. */
    ONE_MINUTE(6),
    /** Everything since the table was made. */
    SINCE_START(0);

    /** Slices that a key keeps. */
    static final int MAX_SLICES = 6;

    final int slices;

    Window(int slices) {
        this.slices = slices;
    }
}
