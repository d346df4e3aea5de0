package io.perfagent.limit.policy;

/**
 * How many requests that use one resource may be inside, learned from how long they waited for it.
 *
 * <p>By Little's law the mean number of requests that wait for the resource is throughput times mean wait, and the number
 * that do not wait is throughput times the rest of their time; both are measured, so no latency without load has to be
 * guessed, which is where limiters that see round-trip times alone fail. The limit leaves the second number room for a queue
 * of the order of its square root (Halfin and Whitt, "Heavy-traffic limits for queues with many exponential servers", 1981): enough that
 * the resource does not run dry between two arrivals. It falls where the queue is more than twice that, at most by three
 * tenths a step, and grows by a tenth, at least by one, where it is reached and the queue is shorter; it doubles there until
 * the queue has been too long for the first time, as where it begins is a guess. What is not reached does not change.
 *
 * <p>A window with too few completions is carried over, never thrown away. One thread's own.
 */
public final class WaitLimit {
    /** Completions that a step needs, unless it has waited for {@value #LONGEST_NANOS} ns. */
    static final int LEAST_COMPLETIONS = 30;

    static final long LONGEST_NANOS = 5_000_000_000L;
    private static final double REACHED = 0.9;
    private static final double DOWN_AT_MOST = 0.3;
    private static final double UP = 0.1;
    private static final double UP_AT_FIRST = 1;
    private static final double SMOOTHING = 0.5;
    private static final double TOO_LONG = 2;

    /** Queue for which there is room, in square roots of the busy: heavy-tailed work needs more than one. */
    private static final double ROOM = 2;

    /** Processors are shared: a queue for them is short as long as the wait is, whatever its length. */
    private static final double ROOM_FOR_PROCESSORS_SECONDS = 0.025;

    /** As good as none: a limit grows only while it is reached. */
    private static final int HIGHEST = 1_000_000;

    private final int floor;
    private final int ceiling;
    private final int threads;
    private final double roomSeconds;
    private double limit;
    private Window carried = Window.EMPTY;
    private double busy;
    private double waiting;
    private double throughput;
    private boolean overloaded;
    private boolean everOverloaded;

    /**
     * @param floor at least 1
     * @param first where it begins, from the floor to the ceiling
     * @param ceiling at least the floor
     */
    public WaitLimit(int floor, int first, int ceiling) {
        this(floor, first, ceiling, ceiling, 0);
    }

    private WaitLimit(int floor, int first, int ceiling, int threads, double roomSeconds) {
        if (floor < 1 || first < floor || ceiling < first) {
            throw new IllegalArgumentException("from " + floor + " by " + first + " to " + ceiling);
        }
        this.floor = floor;
        this.ceiling = ceiling;
        this.threads = threads;
        this.roomSeconds = roomSeconds;
        this.limit = first;
    }

    /**
     * A limit that suits the processors: it stands at the number of threads and falls only for a queue in which each request
     * waits for longer than {@value #ROOM_FOR_PROCESSORS_SECONDS} s, twice.
     */
    public static WaitLimit ofProcessors(int processors, int threads) {
        int floor = Math.max(2, processors);
        int ceiling = Math.max(floor, threads);
        return new WaitLimit(floor, ceiling, ceiling, ceiling, ROOM_FOR_PROCESSORS_SECONDS);
    }

    /**
     * A limit that suits a pool: never fewer inside than four or the pool's size, at first four times its size and sixteen, and no
     * more than there are threads. Beyond those it grows step by step, as requests may be inside without one: asynchronous ones, or
     * where each has a virtual thread. Where threads are all there is it is not reached there.
     */
    public static WaitLimit ofPool(int size, int threads) {
        int most = Math.max(2, threads);
        int floor = Math.max(2, Math.min(size, 4));
        int first = Math.min(most, 4 * Math.max(0, size) + 16);
        return new WaitLimit(Math.min(most, floor), first, Math.max(most, HIGHEST), most, 0);
    }

    /** How many may be inside. */
    public int limit() {
        return (int) Math.round(limit);
    }

    /** Goes one step; the limit from now on. */
    public int step(Window window) {
        Window all = carried.and(window);
        if (all.nanos() <= 0 || (all.completions() < LEAST_COMPLETIONS && all.nanos() < LONGEST_NANOS)) {
            carried = all;
            return limit();
        }
        carried = Window.EMPTY;
        double seconds = all.nanos() / 1e9;
        throughput = all.completions() / seconds;
        busy = all.busyNanos() / 1e9 / seconds;
        waiting = all.waitNanos() / 1e9 / seconds;
        double room = room();
        overloaded = waiting > TOO_LONG * room;
        if (overloaded) {
            everOverloaded = true;
            double wanted = busy + room;
            limit += Math.max(-DOWN_AT_MOST * limit, Math.min(0, SMOOTHING * (wanted - limit)));
        } else if (waiting < room && all.peakInside() >= REACHED * limit && isTurnedOver(all.completions())) {
            grow();
        }
        limit = Math.max(floor, Math.min(ceiling, limit));
        return limit();
    }

    private void grow() {
        double next = limit + Math.max(1, UP * limit);
        limit = everOverloaded ? next : Math.max(next, Math.min(threads, limit + UP_AT_FIRST * limit));
    }

    /**
     * Whether those that fill the limit are also those that end: many of them have, or, where each takes long, what those that have
     * ended took is by Little's law as many inside as there were. What hangs is inside and not among either.
     */
    private boolean isTurnedOver(long completions) {
        return completions * 2 >= limit || (busy + waiting) * 2 >= limit;
    }

    private double room() {
        if (roomSeconds == 0) {
            return Math.max(1, ROOM * Math.sqrt(busy));
        }
        // Less than the threads can hold, or a limit would never be reached, and the queue be where nobody sees it.
        return Math.max(1, Math.min(roomSeconds * throughput, (ceiling - busy) / 4));
    }

    /** Requests inside that did not wait for the resource, in the mean of the last step. */
    public double busy() {
        return busy;
    }

    /** Requests that waited for the resource, in the mean of the last step. */
    public double waiting() {
        return waiting;
    }

    /** Whether more waited in the last step than there is room for. */
    public boolean isOverloaded() {
        return overloaded;
    }

    /** Whether a good part of the room was taken in the last step: the resource had no more to give then, or hardly any. */
    public boolean isQueued() {
        return waiting >= room() / 2;
    }

    /** Completions a second, in the last step. */
    public double throughput() {
        return throughput;
    }
}
