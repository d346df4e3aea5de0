package io.perfagent.control.trial;

import java.util.List;

/**
 * What was seen in one block of a trial.
 *
 * @param seconds how long it was measured, above 0
 * @param requests that ended in it
 * @param bad how many of them ended badly
 */
public record Block(double seconds, long requests, long bad, List<Latency> latencies) {
    /** Calls below which a percentile says too little. */
    static final long MIN_CALLS = 50;

    double badRate() {
        return requests == 0 ? 0 : (double) bad / requests;
    }

    double goodPerSecond() {
        return (requests - bad) / seconds;
    }

    /**
     * By how much p99 differs from that of another block, as a logarithm: 0.1 is about 10 % more. Operations count by their
     * calls and only where both blocks have enough of them, so that another mixture of operations is no difference.
     *
     * @return NaN where no operation has
     */
    double p99Above(Block other) {
        double sum = 0;
        double weights = 0;
        for (Latency mine : latencies) {
            for (Latency theirs : other.latencies) {
                boolean comparable = mine.operation().equals(theirs.operation())
                        && mine.calls() >= MIN_CALLS
                        && theirs.calls() >= MIN_CALLS
                        && mine.p99Nanos() > 0
                        && theirs.p99Nanos() > 0;
                if (comparable) {
                    double weight = Math.min(mine.calls(), theirs.calls());
                    sum += weight * Math.log((double) mine.p99Nanos() / theirs.p99Nanos());
                    weights += weight;
                }
            }
        }
        return weights == 0 ? Double.NaN : sum / weights;
    }
}
