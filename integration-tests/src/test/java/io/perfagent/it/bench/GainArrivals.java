package io.perfagent.it.bench;

import io.perfagent.it.gain.Shop;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Poisson arrivals of one step: which key is read or written next, and what has become of them. It ends
 * early when it cannot pass any more. For one thread.
 */
final class GainArrivals implements OpenLoad.Arrivals, OpenLoad.Outcomes {
    static final long P99_NANOS = 50_000_000L;
    private static final double EXPONENT = 0.99;
    private static final double WRITES = 0.05;
    private static final long LATE_NANOS = 5_000_000L;

    private final GainShape shape;
    private final Keys keys;
    private final Random random;
    private final @Nullable VersionCheck check;
    private final double perSecond;
    private final long countFromNanos;
    private final long endNanos;
    private final boolean counts;
    private final double mayBeSlow;
    private final Histogram latency = new Histogram(3);
    private double nextNanos;
    private int kind;
    private long sent;
    private long late;
    private long answered;
    private long errors;
    private long slow;

    /** Which key comes next. */
    interface Keys {
        int next(Random random);
    }

    /**
     * @param check goes on from step to step, as keys do; null for answers without a version
     * @param leadInNanos at the beginning, which does not count
     * @param blockNanos what counts; 0: nothing does, as in a warm-up, which goes on whatever happens
     */
    GainArrivals(
            GainShape shape,
            Keys keys,
            Random random,
            @Nullable VersionCheck check,
            double perSecond,
            long beginNanos,
            long leadInNanos,
            long blockNanos) {
        this.shape = shape;
        this.keys = keys;
        this.random = random;
        this.check = check;
        this.perSecond = perSecond;
        this.nextNanos = beginNanos;
        countFromNanos = beginNanos + leadInNanos;
        endNanos = countFromNanos + blockNanos;
        counts = blockNanos > 0;
        mayBeSlow = Math.max(1, 1.05 * perSecond * blockNanos / 1e9 / 100); // how many come is random
    }

    /** What the numbers of {@link #kind} stand for. */
    static String[] targets(GainShape shape) {
        String[] targets = new String[(shape.reads.length + 1) * Shop.ITEMS];
        for (int i = 0; i < targets.length; i++) {
            int operation = i / Shop.ITEMS;
            targets[i] = "/" + (operation < shape.reads.length ? shape.reads[operation] : shape.write) + "/"
                    + i % Shop.ITEMS;
        }
        return targets;
    }

    /** By Zipf's law; which keys are the frequent ones follows from the seed. */
    static Keys zipf(long seed) {
        Zipf zipf = new Zipf(Shop.ITEMS, EXPONENT);
        Random random = new Random(seed);
        int[] byRank = new int[Shop.ITEMS];
        for (int i = 0; i < byRank.length; i++) {
            int other = random.nextInt(i + 1);
            byRank[i] = byRank[other];
            byRank[other] = i;
        }
        return each -> byRank[zipf.sample(each)];
    }

    /** Each key again only after all others. */
    static Keys inTurn() {
        int[] last = {0};
        return random -> {
            last[0] = (last[0] + 1) % Shop.ITEMS;
            return last[0];
        };
    }

    @Override
    public long nextNanos() {
        nextNanos += -Math.log(1 - random.nextDouble()) / perSecond * 1e9;
        int operation = random.nextDouble() < WRITES ? shape.reads.length : random.nextInt(shape.reads.length);
        kind = operation * Shop.ITEMS + keys.next(random);
        return nextNanos >= endNanos || cannotPass() ? Long.MAX_VALUE : (long) nextNanos;
    }

    @Override
    public int kind() {
        return kind;
    }

    private boolean cannotPass() {
        return counts && (errors > 0 || slow > mayBeSlow);
    }

    @Override
    public void ended(int ofKind, long intended, long sentNanos, long end, int status, String body) {
        sent++;
        late += sentNanos - intended > LATE_NANOS ? 1 : 0;
        if (status == 200) {
            answered++;
            if (check != null) {
                judge(check, ofKind, sentNanos, end, body);
            }
        } else {
            errors++;
        }
        if (intended - countFromNanos >= 0) {
            latency.recordValue(end - intended);
            slow += end - intended > P99_NANOS ? 1 : 0;
        }
    }

    private void judge(VersionCheck by, int ofKind, long sentNanos, long end, String body) {
        long version = Long.parseLong(body, 0, body.indexOf(' '), 10);
        if (ofKind >= shape.reads.length * Shop.ITEMS) {
            by.wrote(ofKind % Shop.ITEMS, version, end);
        } else {
            by.read(ofKind % Shop.ITEMS, version, sentNanos);
        }
    }

    /** No error, and p99 as asked. */
    boolean hasPassed() {
        return errors == 0 && latency.getTotalCount() > 0 && latency.getValueAtPercentile(99) <= P99_NANOS;
    }

    double percentileMillis(double percentile) {
        return latency.getTotalCount() == 0 ? Double.NaN : latency.getValueAtPercentile(percentile) / 1e6;
    }

    /** Requests that left more than 5 ms after their moment, in percent. */
    double latePercent() {
        return 100.0 * late / Math.max(1, sent);
    }

    long answered() {
        return answered;
    }

    long errors() {
        return errors;
    }
}
