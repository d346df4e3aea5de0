package io.perfagent.limit.policy;

/**
 * What is asked of a pool against what it can give: its utilization, and how large it would have to be. By Little's law, over
 * windows of a second and more, smoothed. One thread's own.
 */
public final class PoolDemand {
    private static final long LEAST_NANOS = 1_000_000_000L;
    private static final double SMOOTHING = 0.3;

    /** A backlog counts as if it had to be worked off in so many seconds. */
    private static final double CATCH_UP_SECONDS = 10;

    /** Where the time in use grows so with the number inside, what is behind the pool is the bottleneck. */
    private static final double NOT_THE_POOL = 0.7;

    /** Against requests inside. */
    private final ThroughputCurve curve = new ThroughputCurve();

    /** Against connections in use: those that wait for one do not make the database slower. */
    private final ThroughputCurve useCurve = new ThroughputCurve();

    private Window carried = Window.EMPTY;
    private long carriedUseNanos;
    private long carriedUses;
    private long carriedRejections;
    private double demandPerSecond;
    private double useSeconds;
    private double wait;
    private boolean known;

    /**
     * One step.
     *
     * @param useNanos sum of the times that connections given back in it were in use
     * @param uses connections given back
     * @param rejections requests turned away for the pool's sake
     */
    public void step(Window window, long useNanos, long uses, long rejections) {
        carried = carried.and(window);
        carriedUseNanos += useNanos;
        carriedUses += uses;
        carriedRejections += rejections;
        if (carried.nanos() < LEAST_NANOS) {
            return;
        }
        double seconds = carried.nanos() / 1e9;
        double waiting = carried.waitNanos() / 1e9 / seconds;
        double inside = carried.busyNanos() / 1e9 / seconds + waiting;
        double use = carriedUses == 0 ? useSeconds : carriedUseNanos / 1e9 / carriedUses;
        // A request may use more than one connection in turn.
        double perRequest = carried.completions() == 0 ? 1 : Math.max(1, carriedUses / (double) carried.completions());
        double usesPerSecond = carriedUses / seconds;
        double demand = usesPerSecond + perRequest * (carriedRejections / seconds + waiting / CATCH_UP_SECONDS);
        double weight = known ? SMOOTHING : 1;
        demandPerSecond += weight * (demand - demandPerSecond);
        useSeconds += weight * (use - useSeconds);
        wait += weight * (waiting - wait);
        known = true;
        curve.add(inside, carried.completions() / seconds, use);
        useCurve.add(usesPerSecond * use, usesPerSecond, use);
        carried = Window.EMPTY;
        carriedUseNanos = 0;
        carriedUses = 0;
        carriedRejections = 0;
    }

    /** Connections that are asked for, in the mean. */
    public double connections() {
        return demandPerSecond * useSeconds;
    }

    /** Demand over capacity: 1 is all that a pool of this size can give; above it what it would take to keep up. */
    public double utilization(int size) {
        return size <= 0 ? 0 : connections() / size;
    }

    /**
     * A size that leaves hardly a wait: what is in use in the mean, and twice its square root; 0 while nothing is known, and
     * where a larger pool would not help because the database behind it is what gets slower.
     */
    public int recommendedSize(int size) {
        if (!known || demandPerSecond == 0) {
            return 0;
        }
        double mean = connections();
        int wanted = Math.max(2, (int) Math.ceil(mean + 2 * Math.sqrt(mean)));
        return wanted > size && databaseIsTheBottleneck() ? 0 : wanted;
    }

    /** Whether connections are in use for so much longer as more are that the database is the bottleneck. */
    public boolean databaseIsTheBottleneck() {
        return useCurve.elasticity() >= NOT_THE_POOL;
    }

    /** Where the curve of throughput bends, in requests inside; 0 while that is not known. */
    public double knee() {
        return curve.knee();
    }

    /** How long a connection is in use, in the mean, in seconds. */
    public double useSeconds() {
        return useSeconds;
    }

    /** Requests that wait for one, in the mean. */
    public double waiting() {
        return wait;
    }
}
