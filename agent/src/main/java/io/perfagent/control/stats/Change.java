package io.perfagent.control.stats;

/**
 * A lasting step upwards in a series. Immutable.
 *
 * @param at the number of the first value after it, from 0
 * @param noticedAt the number of the value that made it certain
 * @param before the median of the values before it, at most the latest {@value ChangeDetector#COMPARED}
 * @param after the median of the values since
 * @param evidence how many times likelier than without a change; at least what the detector asks for
 */
public record Change(long at, long noticedAt, double before, double after, double evidence) {
    /** How much higher: 0.1 for 10 %. */
    public double relativeShift() {
        return after / before - 1;
    }
}
