package io.perfagent.pool.policy;

import io.perfagent.limit.policy.ThroughputCurve;

/**
 * The size of a pool of connections. It grows when waits stand, towards what Little's law and its square root ask for, by half
 * at most, and each growth is judged: where connections are in use for longer because more of them are, the database is the
 * bottleneck, and the size goes back and rests for five minutes, twice as long each time. It shrinks slowly, when it has had more
 * than it needs for ten minutes. One thread's own; reads no clock.
 *
 * <p>Sources: Little, 1961; Halfin and Whitt, "Heavy-traffic limits for queues with many exponential servers", 1981 (the
 * square root); Hellerstein et al., "Optimizing concurrency levels in the .NET ThreadPool", 2008 (that each added one must pay).
 */
public final class PoolSizer {
    /** A window is at least as long, and longer with fewer than {@value #LEAST_USES} uses. */
    static final long WINDOW_NANOS = 3_000_000_000L;

    private static final int LEAST_USES = 20;
    private static final long LONGEST_WINDOW_NANOS = 30_000_000_000L;

    /** Waits below it are no cause, whatever their share; seconds. */
    private static final double LEAST_WAIT = 0.001;

    /** A wait that is at least so large a part of the time in use is one. */
    private static final double WAIT_SHARE = 0.25;

    /** Windows in a row with such waits. */
    private static final int STANDING = 3;

    /** At first half as many more; less each time that was too much. */
    private static final double GROWTH = 1.5;

    private static final double LEAST_GROWTH = 1.1;
    private static final double ROOM = 2;

    /** How the time in use may grow with the number in use, as an exponent: at 1 more connections give nothing. */
    private static final double PAYS_BELOW = 0.5;

    /** The same where only the load's own ups and downs have shown it. */
    private static final double NOT_THE_POOL = 0.7;

    /** Standard errors that a judgement before its time is away from the bound. */
    private static final double SURE = 2;

    private static final long SETTLE_NANOS = 3_000_000_000L;

    /** Uses that began before a change must have ended, or those after it look shorter than they are. */
    private static final double SETTLE_USES = 8;

    private static final long LONGEST_SETTLE_NANOS = 60_000_000_000L;
    private static final long LEAST_JUDGING_NANOS = 6_000_000_000L;
    private static final long LONGEST_JUDGING_NANOS = 120_000_000_000L;
    private static final long BASELINE_NANOS = 60_000_000_000L;

    /** Where the load does not use the additional connections, the time in use may be so much longer by chance. */
    private static final double SLOWER = 1.3;

    /** What wait and use together must come down to there: a wait that has moved into the database is no gain. */
    private static final double SHORTER = 0.95;

    static final long REST_NANOS = 300_000_000_000L;
    private static final long LONGEST_REST_NANOS = 3_600_000_000_000L;
    static final long CALM_NANOS = 600_000_000_000L;
    private static final long LONGEST_CALM_NANOS = 4 * CALM_NANOS;

    /** A growth so soon after a shrinking says that it was wrong to shrink. */
    private static final long REGRET_NANOS = 1_800_000_000_000L;

    /** What the load has shown is forgotten after so long. */
    private static final long CURVE_NANOS = 600_000_000_000L;

    private static final int STEADY = 0;
    private static final int SETTLING = 1;
    private static final int JUDGING = 2;

    private final PoolBounds bounds;
    private ThroughputCurve curve = new ThroughputCurve();
    private ThroughputCurve curveBefore = new ThroughputCurve();
    private long curveNanos;
    private PoolWindow carried = PoolWindow.EMPTY;
    private PoolWindow last = PoolWindow.EMPTY;
    private PoolWindow baseline = PoolWindow.EMPTY;
    private PoolWindow judged = PoolWindow.EMPTY;
    private int phase = STEADY;
    private long phaseNanos;
    private long clock;
    private double growth = GROWTH;
    private int size;
    private int before;
    private int standing;
    private long restUntil;
    private long restNanos = REST_NANOS;
    private long calm;
    private double needed;
    private long calmNeeded = CALM_NANOS;
    private long shrunkAt = Long.MIN_VALUE;
    private String why = "";

    public PoolSizer(PoolBounds bounds) {
        this.bounds = bounds;
        this.size = bounds.original();
    }

    /** The size, from the last step on. */
    public int size() {
        return size;
    }

    /** Why it is that, in a few words; empty before the first change. */
    public String why() {
        return why;
    }

    /** A size that somebody else has decided on, such as a trial; within the bounds. It goes on from there. */
    public void adopt(int decided) {
        size = Math.max(bounds.least(), Math.min(bounds.most(), decided));
        steady();
    }

    /**
     * Goes one step.
     *
     * @param acting whether the pool has the size of the last step; if not it stays at its original one, and is only watched
     * @return the size from now on
     */
    public int step(PoolWindow window, boolean acting) {
        clock += window.nanos();
        carried = carried.and(window);
        if (!acting && (phase != STEADY || size != bounds.original())) {
            adopt(bounds.original());
        }
        if (phase == SETTLING) {
            settle();
            return size;
        }
        if (carried.nanos() < WINDOW_NANOS || (carried.uses() < LEAST_USES && carried.nanos() < LONGEST_WINDOW_NANOS)) {
            return size;
        }
        last = carried;
        carried = PoolWindow.EMPTY;
        learn(last);
        standing = isWaiting(last) ? standing + 1 : 0;
        if (phase == JUDGING) {
            judge();
        } else if (acting) {
            consider();
        }
        return size;
    }

    private void learn(PoolWindow window) {
        curveNanos += window.nanos();
        if (curveNanos > CURVE_NANOS) {
            curveBefore = curve;
            curve = new ThroughputCurve();
            curveNanos = 0;
        }
        curve.add(window.meanInUse(), window.usesPerSecond(), window.meanUse());
    }

    private static boolean isWaiting(PoolWindow window) {
        return window.meanWait() >= Math.max(LEAST_WAIT, WAIT_SHARE * window.meanUse());
    }

    /** Connections are being made, and what was in use before comes back: nothing of that counts. */
    private void settle() {
        phaseNanos += carried.nanos();
        carried = PoolWindow.EMPTY;
        double uses = Math.min(LONGEST_SETTLE_NANOS, SETTLE_USES * 1e9 * baseline.meanUse());
        if (phaseNanos >= Math.max(SETTLE_NANOS, uses)) {
            phase = JUDGING;
            phaseNanos = 0;
        }
    }

    private void consider() {
        if (standing == 0) {
            baseline = PoolWindow.EMPTY;
            shrink();
            return;
        }
        calm = 0;
        needed = 0;
        baseline = (baseline.nanos() > BASELINE_NANOS ? baseline.half() : baseline).and(last);
        if (wantsMore()) {
            before = size;
            size = wanted();
            phase = SETTLING;
            phaseNanos = 0;
            judged = PoolWindow.EMPTY;
            why = "waits stand";
        }
    }

    /** Whether the load's own ups and downs have shown that connections are in use for longer the more of them are. */
    public boolean databaseIsTheBottleneck() {
        return elasticity() >= NOT_THE_POOL;
    }

    /** What was measured last, of a few seconds. */
    public PoolWindow last() {
        return last;
    }

    /** How the time in use grows with the number in use, as far as the load has shown it; NaN while it has not. */
    public double elasticity() {
        double lately = curve.elasticity();
        return Double.isNaN(lately) ? curveBefore.elasticity() : lately;
    }

    /** Whether waits stand that more connections may end. */
    public boolean wantsMore() {
        return standing >= STANDING && clock >= restUntil && !databaseIsTheBottleneck() && wanted() > size;
    }

    /** A size that leaves hardly a wait, one step away at most. */
    public int wanted() {
        int asked = Math.max(size + 1, (int) Math.ceil(need(Math.min(size, last.meanInUse()))));
        int atMost = Math.max(size + 1, (int) Math.ceil(growth * size));
        return Math.max(size, Math.min(bounds.most(), Math.min(asked, atMost)));
    }

    private static double need(double meanInUse) {
        return meanInUse + ROOM * Math.sqrt(meanInUse);
    }

    private void judge() {
        phaseNanos += last.nanos();
        judged = judged.and(last);
        if (phaseNanos < LEAST_JUDGING_NANOS) {
            return;
        }
        boolean over = phaseNanos >= LONGEST_JUDGING_NANOS;
        double more = Math.log(judged.meanInUse() / baseline.meanInUse());
        double longer = Math.log(judged.meanUse() / baseline.meanUse());
        double error = Math.sqrt(judged.variance() + baseline.variance());
        if (more < 0.4 * Math.log((double) size / before)) { // the load does not use them, or has not got them
            unused(longer, error, over);
            return;
        }
        double bound = PAYS_BELOW * more;
        double doubt = (over ? 1 : SURE) * error;
        if (longer + doubt < bound) {
            pays("it pays: more are in use, for as long as before");
        } else if (over || longer - doubt > bound) {
            back(before, "the database is the bottleneck: more in use are in use for longer");
        }
    }

    private void unused(double longer, double error, boolean over) {
        boolean waiting = isWaiting(judged);
        if (longer - SURE * error > Math.log(SLOWER)) {
            back(before, "connections are in use for longer");
        } else if (!waiting && time(judged) < SHORTER * time(baseline)) {
            pays("waits are gone");
        } else if (over) {
            back(before, "no more connections are in use than before, and the time for one is as long");
        }
    }

    private static double time(PoolWindow window) {
        return window.meanWait() + window.meanUse();
    }

    private void pays(String reason) {
        why = reason;
        restNanos = REST_NANOS;
        if (shrunkAt != Long.MIN_VALUE && clock - shrunkAt < REGRET_NANOS) {
            calmNeeded = Math.min(LONGEST_CALM_NANOS, 2 * calmNeeded);
        }
        shrunkAt = Long.MIN_VALUE;
        steady();
    }

    private void back(int to, String reason) {
        why = reason;
        size = to;
        restUntil = clock + restNanos;
        restNanos = Math.min(LONGEST_REST_NANOS, 2 * restNanos);
        growth = Math.max(LEAST_GROWTH, 1 + (growth - 1) / 2);
        steady();
    }

    private void steady() {
        phase = STEADY;
        phaseNanos = 0;
        standing = 0;
        calm = 0;
        needed = 0;
        baseline = PoolWindow.EMPTY;
        carried = PoolWindow.EMPTY;
    }

    private void shrink() {
        double now = need(last.meanInUse());
        if (now > size || last.meanWait() >= LEAST_WAIT) {
            calm = 0;
            needed = 0;
            return;
        }
        calm += last.nanos();
        needed = Math.max(needed, now);
        if (calm < calmNeeded || size <= bounds.least()) {
            return;
        }
        int enough = Math.max(bounds.least(), (int) Math.ceil(needed));
        calm = calmNeeded / 2;
        needed = 0;
        if (enough < size) {
            size = Math.max(enough, size - Math.max(1, size / 10));
            why = "it has had more than it needs for long";
            shrunkAt = clock;
        }
    }
}
