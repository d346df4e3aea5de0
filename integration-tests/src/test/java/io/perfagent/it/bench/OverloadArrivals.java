package io.perfagent.it.bench;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Poisson arrivals of each kind, and the further attempts of clients that were not answered well. For one thread. */
final class OverloadArrivals implements OpenLoad.Arrivals {
    private final OverloadExperiment experiment;
    private final long begin;
    private final Random random;
    private final double[] nextSeconds = new double[OverloadBenchmark.TARGETS.length];
    private final ArrayDeque<long[]> again = new ArrayDeque<>();
    private final Map<Long, Integer> attempts = new TreeMap<>();
    private int kind;
    private long last;

    OverloadArrivals(OverloadExperiment experiment, long begin, Random random) {
        this.experiment = experiment;
        this.begin = begin;
        this.random = random;
        last = begin;
        for (int i = 0; i < nextSeconds.length; i++) {
            nextSeconds[i] = after(0, i);
        }
    }

    /** The next arrival of a kind after a second; infinite if there is none. */
    private double after(double second, int ofKind) {
        double from = 0;
        double at = second;
        for (OverloadExperiment.Phase phase : experiment.phases()) {
            double to = from + phase.seconds();
            if (at < to) {
                double rate = ofKind == OverloadBenchmark.DATABASE
                        ? phase.perSecond()
                        : ofKind == OverloadBenchmark.STATIC ? phase.staticPerSecond() : 1;
                double next = rate == 0 ? to : at - Math.log(1 - random.nextDouble()) / rate;
                if (next < to) {
                    return next;
                }
                at = to; // arrivals have no memory: a phase begins anew
            }
            from = to;
        }
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public long nextNanos() {
        long[] retry = again.peekFirst();
        int soonest = 0;
        for (int i = 1; i < nextSeconds.length; i++) {
            if (nextSeconds[i] < nextSeconds[soonest]) {
                soonest = i;
            }
        }
        double second = nextSeconds[soonest];
        long planned = second == Double.POSITIVE_INFINITY ? Long.MAX_VALUE : begin + (long) (second * 1e9);
        if (retry != null && retry[0] - planned <= 0) {
            again.pollFirst();
            kind = OverloadBenchmark.DATABASE;
            last = Math.max(last + 1, retry[0]);
            attempts.put(last, (int) retry[1]);
            return last;
        }
        if (planned == Long.MAX_VALUE) {
            return planned;
        }
        nextSeconds[soonest] = after(second, soonest);
        kind = soonest;
        last = Math.max(last + 1, planned);
        return last;
    }

    @Override
    public int kind() {
        return kind;
    }

    void ended(int ofKind, long intended, long end, int status) {
        if (ofKind != OverloadBenchmark.DATABASE || experiment.attempts() == 1) {
            return;
        }
        Integer attempt = attempts.remove(intended);
        int made = attempt == null ? 1 : attempt;
        if (status != 200 && made < experiment.attempts()) {
            again.add(new long[] {end, made + 1L});
        }
    }
}
