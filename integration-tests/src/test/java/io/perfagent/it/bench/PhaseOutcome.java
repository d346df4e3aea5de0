package io.perfagent.it.bench;

import org.HdrHistogram.Histogram;

/** What became of the requests of one phase, by the moment they should have been sent. Not thread-safe. */
final class PhaseOutcome {
    /** Seconds at the beginning of a phase that its rates leave out: a limit may take that long to follow. */
    static final int SETTLING_SECONDS = 3;

    private static final long SLO_NANOS = 250_000_000L;
    private static final long LATE_NANOS = 5_000_000L;
    private static final int IN_A_ROW = 3;

    final Histogram served = new Histogram(3);
    final Histogram rejected = new Histogram(3);
    final Histogram unconcerned = new Histogram(3);
    private final OverloadExperiment.Phase phase;
    private final int[] good;
    private long sent;
    private long late;
    private long rejections;
    private long failures;
    private long unconcernedFailures;

    PhaseOutcome(OverloadExperiment.Phase phase) {
        this.phase = phase;
        good = new int[phase.seconds() + 1];
    }

    /** @param secondInPhase of the intended moment */
    void add(int kind, double secondInPhase, long lateNanos, long latencyNanos, int status) {
        sent++;
        if (lateNanos > LATE_NANOS) {
            late++;
        }
        if (kind != OverloadBenchmark.DATABASE) {
            unconcerned.recordValue(latencyNanos);
            unconcernedFailures += status == 200 ? 0 : 1;
            return;
        }
        if (status == 200) {
            served.recordValue(latencyNanos);
            if (latencyNanos <= SLO_NANOS) {
                good[(int) secondInPhase]++;
            }
        } else if (status == 503 || status == 429) {
            rejections++;
            rejected.recordValue(latencyNanos);
        } else {
            failures++;
        }
    }

    /** Answers of 200 within 250 ms, a second; without the first seconds of the phase. */
    double goodput() {
        int sum = 0;
        for (int second = SETTLING_SECONDS; second < phase.seconds(); second++) {
            sum += good[second];
        }
        return sum / Math.max(1.0, phase.seconds() - SETTLING_SECONDS);
    }

    /** Answers of 200 within 250 ms that were due in a second of the phase. */
    int good(int second) {
        return good[second];
    }

    /** Seconds until 98 % of what is offered is answered well for three seconds in a row; NaN if it never is. */
    double recoverySeconds() {
        double enough = 0.98 * phase.perSecond() * IN_A_ROW;
        for (int second = 0; second + IN_A_ROW <= phase.seconds(); second++) {
            // Arrivals are random: what a second lacks the next may have.
            if (good[second] + good[second + 1] + good[second + 2] >= enough - 2 * Math.sqrt(enough)) {
                return second;
            }
        }
        return Double.NaN;
    }

    double latePercent() {
        return 100.0 * late / Math.max(1, sent);
    }

    double rejectedPercent() {
        return 100.0 * rejections / Math.max(1, rejections + failures + served.getTotalCount());
    }

    double failedPercent() {
        return 100.0 * failures / Math.max(1, rejections + failures + served.getTotalCount());
    }

    double unconcernedFailedPercent() {
        return 100.0 * unconcernedFailures / Math.max(1, unconcerned.getTotalCount());
    }

    static double millis(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
