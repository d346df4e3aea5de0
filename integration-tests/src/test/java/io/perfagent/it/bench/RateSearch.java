package io.perfagent.it.bench;

/**
 * Looks for the highest rate that passes: steps by a factor until one fails, then bisection on a logarithmic scale. A rate has
 * failed when it has failed twice in a row, for the machine may have had a bad moment. Pure; not thread-safe.
 */
final class RateSearch {
    private final double factor;
    private final double precision;
    private final double lowest;
    private int left;
    private double rate;
    private double passed;
    private double failed = Double.POSITIVE_INFINITY;
    private boolean again;

    /**
     * @param first rate to try
     * @param factor between rates while none has failed, or none has passed
     * @param precision the search is over when failed / passed is at most this
     * @param maxSteps answers taken at most
     */
    RateSearch(double first, double factor, double precision, int maxSteps) {
        this.rate = first;
        this.factor = factor;
        this.precision = precision;
        this.left = maxSteps;
        this.lowest = 1;
    }

    boolean isOver() {
        return left <= 0 || failed / passed <= precision || rate < lowest;
    }

    /** The rate to try now. */
    double next() {
        return rate;
    }

    /** What has become of {@link #next}. */
    void told(boolean hasPassed) {
        left--;
        if (hasPassed) {
            passed = rate;
            again = false;
        } else if (!again) {
            again = true;
            return;
        } else {
            failed = rate;
            again = false;
        }
        if (failed == Double.POSITIVE_INFINITY) {
            rate = passed * factor;
        } else if (passed == 0) {
            rate = failed / factor;
        } else {
            rate = Math.sqrt(passed * failed);
        }
    }

    /** Highest rate that passed; 0: none did. */
    double passed() {
        return passed;
    }

    /** Lowest rate that failed; infinite: none did. */
    double failed() {
        return failed;
    }
}
