package io.perfagent.limit.policy;

/**
 * A circuit breaker: closed, open, half-open. It opens when at least half of twenty calls and more of the last ten seconds
 * have failed; nobody is let through then for five seconds, twice as long each time it opens again, up to a minute. After that
 * a few are let through as probes: three that succeed close it, one that fails opens it again. Guarded by its owner.
 *
 * <p>It reads no clock and draws no lot; a call that began before the last change of its state says nothing of this one.
 *
 * <p>Source: Nygard, "Release It!", 2007.
 */
public final class Breaker {
    static final int LEAST_CALLS = 20;
    private static final double FAILURES = 0.5;
    private static final int SLOTS = 10;
    private static final long SLOT_NANOS = 1_000_000_000L;

    /** Waits for a connection may take half a minute each, and each that ends without one says more than a refused call. */
    static final int LEAST_WAITS = 5;

    private static final long WAITS_SLOT_NANOS = 6_000_000_000L;
    static final long OPEN_NANOS = 5_000_000_000L;
    static final long LONGEST_OPEN_NANOS = 60_000_000_000L;

    /** A fifth more or less by chance, so that many processes do not probe at once. */
    private static final double JITTER = 0.2;

    /** Of shared connections: it is not always seen that one is back, and a probe costs what a command would without a breaker. */
    static final long LONGEST_OPEN_LINK_NANOS = 10_000_000_000L;

    static final int PROBES = 3;

    /** One probe more each time that has passed: one that lasts, such as a subscription, holds nobody up. */
    static final long NEXT_PROBE_NANOS = OPEN_NANOS;

    /** Calls that began so shortly before a change belong to it: threads race for it. */
    private static final long RACE_NANOS = 10_000_000;

    /** Where it is. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final int leastCalls;
    private final long slotNanos;
    private final long longestNanos;
    private final int[] calls = new int[SLOTS];
    private final int[] failures = new int[SLOTS];
    private long slot;
    private State state = State.CLOSED;
    private long sinceNanos;
    private long openNanos = OPEN_NANOS;
    private long untilNanos;
    private int probes;
    private long probedNanos;
    private int succeeded;
    private int opened;

    public Breaker(long nowNanos) {
        this(nowNanos, LEAST_CALLS, SLOT_NANOS, LONGEST_OPEN_NANOS);
    }

    private Breaker(long nowNanos, int leastCalls, long slotNanos, long longestNanos) {
        this.longestNanos = longestNanos;
        this.leastCalls = leastCalls;
        this.slotNanos = slotNanos;
        sinceNanos = nowNanos;
        slot = Math.floorDiv(nowNanos, slotNanos);
    }

    /** One whose calls are waits for a connection: half of five of the last minute are enough to open it. */
    public static Breaker ofWaits(long nowNanos) {
        return new Breaker(nowNanos, LEAST_WAITS, WAITS_SLOT_NANOS, LONGEST_OPEN_NANOS);
    }

    /** One that is told of commands that are not answered, and is {@link #reached} by the first answer after them. */
    public static Breaker ofLinks(long nowNanos) {
        return new Breaker(nowNanos, LEAST_WAITS, WAITS_SLOT_NANOS, LONGEST_OPEN_LINK_NANOS);
    }

    /** Whether a call may be made now; each that may is followed by one {@link #ended} or {@link #saidNothing}, some day. */
    public boolean enter(long nowNanos) {
        if (state == State.OPEN && nowNanos - untilNanos >= 0) {
            turn(State.HALF_OPEN, nowNanos);
        }
        if (state == State.HALF_OPEN) {
            boolean may = probes < PROBES || nowNanos - probedNanos >= NEXT_PROBE_NANOS;
            if (may) {
                probes++;
                probedNanos = nowNanos;
            }
            return may;
        }
        return state == State.CLOSED;
    }

    /**
     * A call has ended.
     *
     * @param startNanos when it had entered
     * @param lot 0 to 1, drawn at random
     */
    public void ended(long startNanos, long nowNanos, boolean failed, double lot) {
        if (startNanos - sinceNanos < -RACE_NANOS || state == State.OPEN) {
            return;
        }
        if (state == State.HALF_OPEN) {
            if (failed) {
                open(nowNanos, Math.min(longestNanos, 2 * openNanos), lot);
            } else if (++succeeded == PROBES) {
                openNanos = OPEN_NANOS;
                turn(State.CLOSED, nowNanos);
            }
            return;
        }
        advance(nowNanos);
        int at = (int) Math.floorMod(slot, SLOTS);
        calls[at]++;
        failures[at] += failed ? 1 : 0;
        int all = sum(calls);
        if (failed && all >= leastCalls && sum(failures) >= FAILURES * all) {
            open(nowNanos, openNanos, lot);
        }
    }

    private void advance(long nowNanos) {
        long now = Math.floorDiv(nowNanos, slotNanos);
        for (long next = Math.max(slot + 1, now - SLOTS + 1); next <= now; next++) {
            calls[(int) Math.floorMod(next, SLOTS)] = 0;
            failures[(int) Math.floorMod(next, SLOTS)] = 0;
        }
        slot = Math.max(slot, now);
    }

    private static int sum(int[] numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    private void open(long nowNanos, long nanos, double lot) {
        openNanos = nanos;
        untilNanos = nowNanos + (long) (nanos * (1 - JITTER + 2 * JITTER * lot));
        opened++;
        turn(State.OPEN, nowNanos);
    }

    private void turn(State to, long nowNanos) {
        state = to;
        sinceNanos = nowNanos;
        probes = 0;
        succeeded = 0;
        for (int i = 0; i < SLOTS; i++) {
            calls[i] = 0;
            failures[i] = 0;
        }
        slot = Math.floorDiv(nowNanos, slotNanos);
    }

    /** A call that says nothing has ended: if it was a probe, another one may take its place. */
    public void saidNothing(long startNanos) {
        if (state == State.HALF_OPEN && startNanos - sinceNanos >= -RACE_NANOS && probes > 0) {
            probes--;
        }
    }

    /** What is called is known to be there: closed, as before its first failure. */
    public void reached(long nowNanos) {
        openNanos = OPEN_NANOS;
        turn(State.CLOSED, nowNanos);
    }

    public State state() {
        return state;
    }

    /** How often it has opened. */
    public int opened() {
        return opened;
    }

    /** How long it stays open when it opens, before chance makes that a fifth more or less. */
    public long openNanos() {
        return openNanos;
    }
}
