package io.perfagent.limit.policy;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * A service with a gate, a pool behind it and open-loop arrivals, in simulated time: discrete events, nothing sleeps. The
 * gate decides by the policy under test, or by a fixed number.
 */
final class OverloadModel {
    static final double SLO_SECONDS = 0.25;
    private static final double WINDOW_SECONDS = 0.25;

    /** What came of the requests that arrived in a part of the run. */
    static final class Outcome {
        int offered;
        int good;
        int late;
        int rejected;
        double worstSeconds;
        final java.util.List<Double> times = new java.util.ArrayList<>();

        double goodput(double seconds) {
            return good / seconds;
        }

        double quantile(double q) {
            java.util.Collections.sort(times);
            return times.isEmpty() ? 0 : times.get((int) Math.min(times.size() - 1, q * times.size()));
        }
    }

    private static final class Event implements Comparable<Event> {
        final double at;
        final int kind;
        final Request request;

        Event(double at, int kind, Request request) {
            this.at = at;
            this.kind = kind;
            this.request = request;
        }

        @Override
        public int compareTo(Event other) {
            return Double.compare(at, other.at);
        }
    }

    private static final class Request {
        double arrived;
        double deadline;
        double admitted;
        double poolAsked;
        double poolGot;
        boolean waiting;
    }

    private static final int ARRIVAL = 0;
    private static final int POOL_DONE = 1;
    private static final int TIMEOUT = 2;
    private static final int STEP = 3;
    private static final int OTHER_DONE = 4;

    final int poolSize;
    final int threads;
    final double otherSeconds;
    final DoubleUnaryOperator rate;
    final ServiceTime service;
    final WaitLimit limit;
    final int fixed;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final ArrayDeque<Request> gate = new ArrayDeque<>();
    private final ArrayDeque<Request> pool = new ArrayDeque<>();
    private final ArrayDeque<Request> connector = new ArrayDeque<>();
    private final Patience patience = new Patience(0);
    private int inside;
    private int inPool;
    private int peak;
    private long completions;
    private double busy;
    private double waited;
    private double gateWaited;
    private int rejectedInStep;
    private final OverloadEpisodes overloads = new OverloadEpisodes();

    /** What it would have turned away, had it been in effect. */
    final Spared spared = new Spared();

    /** What the limit was good for, as it tells it. */
    final java.util.List<OverloadEpisodes.Episode> episodes = new java.util.ArrayList<>();

    /** Whether a request holds none of the threads, so that those do not bound how many are inside. */
    boolean needsNoThread;

    int lowestLimit = Integer.MAX_VALUE;
    int highestLimit;

    /** The limit after each step. */
    final java.util.List<Integer> limits = new java.util.ArrayList<>();

    interface ServiceTime {
        double draw(double now, Random random);
    }

    /** @param fixed how many may be inside, or 0 for the policy's word, or -1 for as many as there are threads */
    OverloadModel(
            int poolSize,
            int threads,
            double otherSeconds,
            DoubleUnaryOperator rate,
            ServiceTime service,
            int fixed,
            long seed) {
        this.poolSize = poolSize;
        this.threads = threads;
        this.otherSeconds = otherSeconds;
        this.rate = rate;
        this.service = service;
        this.fixed = fixed;
        this.limit = WaitLimit.ofPool(poolSize, threads);
        this.random = new Random(seed);
    }

    private int limit() {
        return fixed > 0 ? fixed : fixed < 0 ? threads : limit.limit();
    }

    /** Runs to the end; one outcome for each part that the borders make. */
    Outcome[] run(double... borders) {
        Outcome[] outcomes = new Outcome[borders.length];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = new Outcome();
        }
        double end = borders[borders.length - 1];
        events.add(new Event(0, ARRIVAL, new Request()));
        events.add(new Event(WINDOW_SECONDS, STEP, null));
        while (!events.isEmpty()) {
            Event event = events.poll();
            double now = event.at;
            switch (event.kind) {
                case ARRIVAL:
                    if (now < end) {
                        arrive(now, event.request, outcomes, borders);
                        double next = now - Math.log(1 - random.nextDouble()) / rate.applyAsDouble(now);
                        events.add(new Event(next, ARRIVAL, new Request()));
                    }
                    break;
                case OTHER_DONE:
                    askPool(now, event.request);
                    break;
                case POOL_DONE:
                    done(now, event.request, outcomes, borders);
                    break;
                case TIMEOUT:
                    if (event.request.waiting) {
                        event.request.waiting = false;
                        gate.remove(event.request);
                        part(event.request, outcomes, borders).rejected++;
                        rejectedInStep++;
                        if (gate.isEmpty()) {
                            patience.empty(nanos(now));
                        }
                        takeFromConnector(now, outcomes, borders);
                    }
                    break;
                default:
                    step();
                    if (now < end) {
                        events.add(new Event(now + WINDOW_SECONDS, STEP, null));
                    }
                    break;
            }
        }
        return outcomes;
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private static Outcome part(Request request, Outcome[] outcomes, double[] borders) {
        for (int i = 0; i < borders.length; i++) {
            if (request.arrived < borders[i]) {
                return outcomes[i];
            }
        }
        return outcomes[borders.length - 1];
    }

    private void arrive(double now, Request request, Outcome[] outcomes, double[] borders) {
        request.arrived = now;
        Outcome outcome = part(request, outcomes, borders);
        outcome.offered++;
        if (hasThread()) {
            ask(now, request, outcome);
        } else {
            connector.add(request);
        }
    }

    private boolean hasThread() {
        return needsNoThread || fixed != 0 || inside + gate.size() < threads;
    }

    private void takeFromConnector(double now, Outcome[] outcomes, double[] borders) {
        while (!connector.isEmpty() && hasThread()) {
            Request next = connector.poll();
            ask(now, next, part(next, outcomes, borders));
        }
    }

    private void ask(double now, Request request, Outcome outcome) {
        double left = request.arrived + patience.nanos(nanos(now)) / 1e9 - now;
        if (inside < limit()) {
            if (gate.isEmpty()) {
                patience.empty(nanos(now));
            }
            admit(now, request);
        } else if (left <= 0 || gate.size() >= Math.min(2 * limit(), Math.max(0, threads - limit() - 10))) {
            outcome.rejected++;
            rejectedInStep++;
        } else {
            request.waiting = true;
            request.deadline = now + left;
            gate.add(request);
            events.add(new Event(request.deadline, TIMEOUT, request));
        }
    }

    private void admit(double now, Request request) {
        inside++;
        peak = Math.max(peak, inside);
        request.admitted = now;
        events.add(new Event(now + otherSeconds, OTHER_DONE, request));
    }

    private void askPool(double now, Request request) {
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
        waited += now - request.poolAsked;
        events.add(new Event(now + service.draw(now, random), POOL_DONE, request));
    }

    private void done(double now, Request request, Outcome[] outcomes, double[] borders) {
        inPool--;
        if (!pool.isEmpty()) {
            usePool(now, pool.poll());
        }
        inside--;
        completions++;
        gateWaited += request.admitted - request.arrived;
        busy += now - request.admitted - (request.poolGot - request.poolAsked);
        Outcome outcome = part(request, outcomes, borders);
        double took = now - request.arrived;
        outcome.times.add(took);
        outcome.worstSeconds = Math.max(outcome.worstSeconds, took);
        if (took <= SLO_SECONDS) {
            outcome.good++;
        } else {
            outcome.late++;
        }
        letIn(now);
        takeFromConnector(now, outcomes, borders);
    }

    private void letIn(double now) {
        while (inside < limit() && !gate.isEmpty()) {
            Request next = patience.stands(nanos(now)) ? gate.pollLast() : gate.pollFirst();
            next.waiting = false;
            admit(now, next);
        }
        if (gate.isEmpty()) {
            patience.empty(nanos(now));
        }
    }

    private void step() {
        limit.step(new Window(nanos(WINDOW_SECONDS), completions, nanos(busy), nanos(waited), peak));
        OverloadEpisodes.Episode told = overloads.step(
                nanos(WINDOW_SECONDS), completions, nanos(waited + gateWaited), rejectedInStep, limit.isOverloaded());
        if (told != null) {
            episodes.add(told);
        }
        spared.step(inside, limit.limit(), limit.isOverloaded());
        gateWaited = 0;
        rejectedInStep = 0;
        completions = 0;
        busy = 0;
        waited = 0;
        peak = inside;
        limits.add(limit.limit());
        lowestLimit = Math.min(lowestLimit, limit.limit());
        highestLimit = Math.max(highestLimit, limit.limit());
    }
}
