package io.perfagent.control.trial;

import io.perfagent.control.stats.Guardrail;
import io.perfagent.control.stats.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * Whether more requests end badly with a change than without it: a guardrail against the upper bound of the control blocks'
 * rate. Watches nothing before the first control block. Not thread-safe.
 */
final class HarmWatch {
    /** How likely it trips without cause. */
    private static final double GUARD_ALPHA = 0.001;

    /** What is always allowed: a rate below it cannot be told from none in a block. */
    private static final double LEAST_ALLOWED = 0.001;

    private static final double MOST_ALLOWED = 0.5;
    private static final double CONFIDENCE = 0.99;

    /** The rate of bad outcomes that must be noticed within a minute. */
    private static final double NOTICED_RATE = 0.01;

    private static final double NOTICED_SECONDS = 60;

    private @Nullable Guardrail guardrail;
    private double allowed;
    private long controlRequests;
    private long controlBad;

    /** Whether there is so much traffic that harm would be noticed within a minute. */
    static boolean noticesInTime(double requestsPerSecond) {
        double needed = new Guardrail(LEAST_ALLOWED, GUARD_ALPHA).requestsToNotice(NOTICED_RATE);
        return requestsPerSecond * NOTICED_SECONDS >= needed;
    }

    /** Requests that ended with the change in effect, and those of them that ended badly; true if that is harm. */
    boolean add(long requests, long bad) {
        Guardrail watching = guardrail;
        return watching != null && watching.add(Math.max(0, requests), Math.max(0, Math.min(bad, requests)));
    }

    /**
     * A block without it. What is allowed is the upper bound of all of those so far. It is made narrower when that has come
     * down by half, so seldom that the chances to trip without cause do not add up to one in a hundred; never wider. A block
     * with fewer requests than none, of what began anew meanwhile, says nothing.
     */
    void control(long requests, long bad) {
        if (requests < 0) {
            return;
        }
        controlRequests += requests;
        controlBad += Math.max(0, Math.min(bad, requests));
        double bound = Proportion.upperBound(controlBad, controlRequests, CONFIDENCE);
        double bounded = Math.max(LEAST_ALLOWED, Math.min(MOST_ALLOWED, bound));
        if (guardrail == null || bounded <= allowed / 2) {
            allowed = bounded;
            guardrail = new Guardrail(allowed, GUARD_ALPHA);
        }
    }

    /** What was harm, for people. */
    String reason() {
        Guardrail watching = guardrail;
        return watching == null
                ? ""
                : "more requests ended badly than without it: " + watching.bad() + " of " + watching.requests();
    }
}
