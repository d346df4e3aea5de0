package io.perfagent.profile.jfr;

import java.util.HashMap;
import java.util.Map;

/**
 * Notices events that come so often that recording them would cost what it should not. Pure: told of each event and of each
 * second. Not thread-safe.
 */
final class FloodGuard {
    /** What to do about an event. */
    enum Verdict {
        FINE,
        /** Record longer ones only. */
        RAISE_THRESHOLD,
        SWITCH_OFF
    }

    /** Of one kind, in a second. */
    static final int MAX_PER_SECOND = 400;

    /** Seconds in a row. */
    static final int SECONDS = 3;

    static final int MAX_RAISES = 3;

    private static final class Rate {
        int events;
        int seconds;
        int raises;
    }

    private final Map<String, Rate> rates = new HashMap<>();

    void event(String name) {
        rates.computeIfAbsent(name, key -> new Rate()).events++;
    }

    /** The second that is over is no measure. */
    void forget() {
        for (Rate rate : rates.values()) {
            rate.events = 0;
        }
    }

    /** What to do about an event, by the second that is over. */
    Verdict second(JfrEvents event) {
        return event.isSample() ? Verdict.FINE : second(event.name(), event.hasThreshold());
    }

    private Verdict second(String name, boolean hasThreshold) {
        Rate rate = rates.get(name);
        if (rate == null) {
            return Verdict.FINE;
        }
        rate.seconds = rate.events > MAX_PER_SECOND ? rate.seconds + 1 : 0;
        rate.events = 0;
        if (rate.seconds < SECONDS) {
            return Verdict.FINE;
        }
        rate.seconds = 0;
        if (hasThreshold && rate.raises < MAX_RAISES) {
            rate.raises++;
            return Verdict.RAISE_THRESHOLD;
        }
        return Verdict.SWITCH_OFF;
    }
}
