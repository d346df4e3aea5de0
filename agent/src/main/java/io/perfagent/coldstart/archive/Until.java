package io.perfagent.coldstart.archive;

import org.jspecify.annotations.Nullable;

/**
 * How far a training start is to come.
 *
 * @param point {@code main}, {@code listening}, {@code ready}, {@code exit}, or empty for a time
 * @param seconds after the start; 0 for a point
 */
record Until(String point, int seconds) {
    static final Until READY = new Until("ready", 0);
    private static final int MAX_SECONDS = 3600;

    /** @return null if the text is none */
    static @Nullable Until parse(String text) {
        if (text.equals("main") || text.equals("listening") || text.equals("ready") || text.equals("exit")) {
            return new Until(text, 0);
        }
        try {
            int seconds = Integer.parseInt(text);
            return seconds > 0 && seconds <= MAX_SECONDS ? new Until("", seconds) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether a start that has lasted so long and come so far is there. */
    boolean isReached(String progress, long seconds) {
        return this.seconds > 0 ? seconds >= this.seconds : (" " + progress).contains(" " + point + " ");
    }

    @Override
    public String toString() {
        return seconds > 0 ? seconds + " s" : point;
    }
}
