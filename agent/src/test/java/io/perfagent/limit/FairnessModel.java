package io.perfagent.limit;

import io.perfagent.limit.WaitingLine.Waiter;
import io.perfagent.limit.policy.AdmissionLevel;
import io.perfagent.limit.policy.Patience;
import io.perfagent.limit.policy.SipHash;
import io.perfagent.limit.policy.WaitLimit;
import io.perfagent.limit.policy.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * Users who send requests to a service with a gate and a pool behind it, in simulated time: discrete events, nothing sleeps.
 * Line, patience, limit, ranks and cohorts are the agent's own; what {@link Gate} does with threads is done here with events.
 */
final class FairnessModel {
    static final double SLO_SECONDS = 0.25;
    private static final double WINDOW_SECONDS = 0.25;
    private static final int THREADS = 200;

    /** Whom the next request is from, and of which tier it is. */
    interface Source {
        User draw(double now, Random random);
    }

    /** One user. */
    static final class User {
        final String name;
        final int tier;
        int offered;
        int served;
        int good;

        User(String name, int tier) {
            this.name = name;
            this.tier = tier;
        }
    }

    private record Event(double at, int kind, Request request) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return Double.compare(at, other.at);
        }
    }

    private static final class Request {
        final User user;
        final long key;
        final double arrived;
        double admitted;
        double poolAsked;
        double poolGot;
        Waiter waiter;

        Request(User user, long key, double arrived) {
            this.user = user;
            this.key = key;
            this.arrived = arrived;
        }
    }

    private static final int ARRIVAL = 0;
    private static final int POOL_DONE = 1;
    private static final int TIMEOUT = 2;
    private static final int STEP = 3;

    final int poolSize;
    final DoubleUnaryOperator serviceSeconds;
    final DoubleUnaryOperator rate;
    final Source source;
    final boolean cohorts;
    private final Random random;
    private final SipHash hash;
    private final Cohorts known;
    private final WaitLimit limit;
    private final Patience patience = new Patience(0);
    private final WaitingLine line = new WaitingLine();
    private final Map<Waiter, Request> waiting = new HashMap<>();
    private final ArrayDeque<Request> pool = new ArrayDeque<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private Ranks ranks;
    private int inside;
    private int inPool;
    private int peak;
    private long completions;
    private double busy;
    private double waited;
    private long rejected;
    private long waits;
    private double from;
    private double to;
    private final List<Double> times = new ArrayList<>();
    int offered;
    int good;
    int moves;

    FairnessModel(
            int poolSize,
            DoubleUnaryOperator serviceSeconds,
            DoubleUnaryOperator rate,
            Source source,
            boolean cohorts,
            long seed) {
        this.poolSize = poolSize;
        this.serviceSeconds = serviceSeconds;
        this.rate = rate;
        this.source = source;
        this.cohorts = cohorts;
        this.random = new Random(seed);
        this.hash = new SipHash(random.nextLong(), random.nextLong());
        this.known = new Cohorts(List.of(KeySource.of("address")), hash);
        this.limit = WaitLimit.ofPool(poolSize, THREADS);
    }

    /** Runs to the end; what arrives between the two times is counted. */
    void run(double countFrom, double end) {
        from = countFrom;
        to = end;
        known.step(Cohorts.EVERYTHING, false, 0);
        events.add(new Event(0, ARRIVAL, null));
        events.add(new Event(WINDOW_SECONDS, STEP, null));
        while (!events.isEmpty()) {
            Event event = events.poll();
            double now = event.at();
            switch (event.kind()) {
                case ARRIVAL -> {
                    if (now < end) {
                        User user = source.draw(now, random);
                        arrive(now, new Request(user, hash.of(user.name), now));
                        events.add(new Event(
                                now - Math.log(1 - random.nextDouble()) / rate.applyAsDouble(now), ARRIVAL, null));
                    }
                }
                case POOL_DONE -> done(now, event.request());
                case TIMEOUT -> {
                    if (waiting.remove(event.request().waiter) != null) {
                        line.remove(event.request().waiter);
                        rejected++;
                        empty(now);
                    }
                }
                default -> {
                    step(now);
                    if (now < end) {
                        events.add(new Event(now + WINDOW_SECONDS, STEP, null));
                    }
                }
            }
        }
    }

    /** Of those that were let in. */
    double p99Seconds() {
        Collections.sort(times);
        return times.get((int) (0.99 * times.size()));
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private boolean counts(Request request) {
        return request.arrived >= from && request.arrived < to;
    }

    private void arrive(double now, Request request) {
        if (counts(request)) {
            request.user.offered++;
            offered++;
        }
        int rank = AdmissionLevel.rank(request.user.tier, 0);
        if (ranks != null) {
            rank += cohorts ? known.of(request.key) : 0;
            if (!ranks.admits(rank)) {
                return;
            }
        }
        if (line.isEmpty() && inside < limit.limit()) {
            patience.empty(nanos(now));
            admit(now, request);
            return;
        }
        if (line.size() >= Math.min(2 * limit.limit(), Math.max(0, THREADS - limit.limit() - 10))) {
            Waiter lower = line.pollBelow(rank);
            rejected++;
            if (lower == null) {
                return;
            }
            waiting.remove(lower);
        }
        waits++;
        request.waiter = new Waiter(rank);
        line.add(request.waiter);
        waiting.put(request.waiter, request);
        events.add(new Event(
                now + patience.nanos(nanos(now), ranks != null && ranks.isCutting()) / 1e9, TIMEOUT, request));
    }

    private void empty(double now) {
        if (line.isEmpty()) {
            patience.empty(nanos(now));
        }
    }

    private void admit(double now, Request request) {
        inside++;
        peak = Math.max(peak, inside);
        request.admitted = now;
        request.poolAsked = now;
        if (inPool < poolSize) {
            usePool(now, request);
        } else {
            pool.add(request);
        }
    }

    private void usePool(double now, Request request) {
        inPool++;
        request.poolGot = now;
        events.add(new Event(
                now - serviceSeconds.applyAsDouble(now) * Math.log(1 - random.nextDouble()), POOL_DONE, request));
    }

    private void done(double now, Request request) {
        inPool--;
        if (!pool.isEmpty()) {
            usePool(now, pool.poll());
        }
        inside--;
        completions++;
        waited += request.poolGot - request.poolAsked;
        busy += now - request.admitted - (request.poolGot - request.poolAsked);
        known.completed(request.key);
        if (counts(request)) {
            request.user.served++;
            times.add(now - request.arrived);
            if (now - request.arrived <= SLO_SECONDS) {
                request.user.good++;
                good++;
            }
        }
        while (inside < limit.limit() && !line.isEmpty()) {
            Request next = waiting.remove(line.poll(patience.stands(nanos(now))));
            admit(now, next);
        }
        empty(now);
    }

    private void step(double now) {
        limit.step(new Window(nanos(WINDOW_SECONDS), completions, nanos(busy), nanos(waited), peak));
        if (ranks != null) {
            int before = ranks.level();
            boolean over = ranks.step(rejected, waits);
            moves += ranks.level() == before || now < from || now > to ? 0 : 1;
            ranks = over ? null : ranks;
        } else if (rejected > 0) {
            ranks = new Ranks();
        }
        known.step(Cohorts.EVERYTHING, ranks != null && ranks.isCutting(), nanos(now));
        completions = 0;
        busy = 0;
        waited = 0;
        rejected = 0;
        waits = 0;
        peak = inside;
    }
}
