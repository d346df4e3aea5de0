package io.perfagent.limit;

import io.perfagent.metric.OperationKey;
import io.perfagent.trace.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Where the time of requests goes, by endpoint: queues one after another, and the rest. Only of those that have waited or
 * used a limited resource. Bounded: {@value #MAX}; what is beyond counts as one. Safe for all threads.
 */
public final class Endpoints {
    static final int MAX = 200;
    private static final long WINDOW_NANOS = 10_000_000_000L;

    /** Waits that are shorter in the mean are no bottleneck. */
    private static final double LEAST_MILLIS = 1;

    private static final double LEAST_SHARE = 0.1;

    private final ConcurrentHashMap<Object, Endpoint> all = new ConcurrentHashMap<>();
    private final Endpoint others = new Endpoint("others");
    private long turnedNanos = System.nanoTime();

    /** Sums of one window. */
    static final class Sums {
        long requests;
        long rejected;
        long connectorNanos;
        long gateNanos;
        long resourceNanos;
        long busyNanos;
        double seconds;
    }

    /** One endpoint: what is added up, and the last window. */
    static final class Endpoint {
        final String name;
        final TimeTally busyTimes = new TimeTally();
        final LongAdder rejected = new LongAdder();
        final LongAdder connectorNanos = new LongAdder();
        final LongAdder gateNanos = new LongAdder();
        final LongAdder resourceNanos = new LongAdder();
        volatile int uses;
        volatile Sums last = new Sums();

        Endpoint(String name) {
            this.name = name;
        }

        void turn(double seconds) {
            Sums sums = new Sums();
            long ended = busyTimes.take();
            sums.requests = TimeTally.number(ended);
            sums.busyNanos = TimeTally.nanos(ended);
            sums.rejected = rejected.sumThenReset();
            sums.connectorNanos = connectorNanos.sumThenReset();
            sums.gateNanos = gateNanos.sumThenReset();
            sums.resourceNanos = resourceNanos.sumThenReset();
            sums.seconds = seconds;
            last = sums;
        }
    }

    private Endpoint of(Operation operation) {
        Object key = operation.key;
        if (!(key instanceof OperationKey)) {
            return others;
        }
        Endpoint known = all.get(key);
        if (known != null) {
            return known;
        }
        if (all.size() >= MAX) {
            return others;
        }
        Endpoint added = new Endpoint(((OperationKey) key).name);
        Endpoint before = all.putIfAbsent(key, added);
        return before == null ? added : before;
    }

    /** A request has ended. */
    void ended(Operation operation, long busyNanos) {
        if (operation.usedResources == 0 && operation.gateWaitNanos == 0) {
            return;
        }
        Endpoint endpoint = of(operation);
        endpoint.busyTimes.add(busyNanos);
        add(endpoint.connectorNanos, operation.queueWaitNanos);
        add(endpoint.gateNanos, operation.gateWaitNanos);
        add(endpoint.resourceNanos, operation.resourceWaitNanos);
        if ((endpoint.uses | operation.usedResources) != endpoint.uses) {
            endpoint.uses |= operation.usedResources; // a lost one comes again
        }
    }

    /** Most requests wait nowhere. */
    private static void add(LongAdder sum, long nanos) {
        if (nanos != 0) {
            sum.add(nanos);
        }
    }

    /** A request was turned away. */
    void rejected(Operation operation) {
        of(operation).rejected.increment();
    }

    /** Ends the window if it is time; by one thread. */
    void turn(long nowNanos) {
        if (nowNanos - turnedNanos < WINDOW_NANOS) {
            return;
        }
        double seconds = (nowNanos - turnedNanos) / 1e9;
        turnedNanos = nowNanos;
        for (Endpoint endpoint : all.values()) {
            endpoint.turn(seconds);
        }
        others.turn(seconds);
    }

    /** What the requests to an endpoint have waited for what is known, in the last window, in ns a second. */
    double knownWaitNanos(String name) {
        for (Endpoint endpoint : all.values()) {
            Sums last = endpoint.last;
            if (endpoint.name.equals(name) && last.seconds > 0) {
                return (last.gateNanos + last.resourceNanos) / last.seconds;
            }
        }
        return 0;
    }

    /** Those with requests in the last window, the busiest first. */
    List<Endpoint> busiest(int atMost) {
        List<Busy> busy = new ArrayList<>();
        for (Endpoint endpoint : all.values()) {
            addBusy(endpoint, busy);
        }
        addBusy(others, busy);
        busy.sort(Comparator.comparingLong(Busy::requests).reversed());
        List<Endpoint> busiest = new ArrayList<>();
        for (Busy one : busy.subList(0, Math.min(atMost, busy.size()))) {
            busiest.add(one.endpoint);
        }
        return busiest;
    }

    /** What an endpoint had when it was looked at: a window may end while they are sorted, which no sort can bear. */
    private record Busy(Endpoint endpoint, long requests) {}

    private static void addBusy(Endpoint endpoint, List<Busy> busy) {
        Sums last = endpoint.last;
        if (last.requests + last.rejected > 0) {
            busy.add(new Busy(endpoint, last.requests + last.rejected));
        }
    }

    /**
     * The queue that the requests of an endpoint stand in for longest: {@code connector}, {@code gate}, {@code resource}, or
     * {@code none} where no wait is worth the name.
     *
     * @param connectorMillis mean wait for a thread of the server, as the others per request
     */
    static String bottleneck(double connectorMillis, double gateMillis, double resourceMillis, double restMillis) {
        double most = Math.max(connectorMillis, Math.max(gateMillis, resourceMillis));
        double all = connectorMillis + gateMillis + resourceMillis + restMillis;
        if (most < LEAST_MILLIS || most < LEAST_SHARE * all) {
            return "none";
        }
        if (most == connectorMillis) {
            return "connector";
        }
        return most == resourceMillis ? "resource" : "gate";
    }
}
