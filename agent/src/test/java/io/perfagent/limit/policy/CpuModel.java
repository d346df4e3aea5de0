package io.perfagent.limit.policy;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * A service that computes, in simulated time: processors shared equally by whoever is runnable, a gate before them, threads
 * that wait at the gate, a connector's queue without bound before the threads, open-loop arrivals. The gate decides by the
 * policy, from how many were runnable and did not run, as the kernel counts it; or by a fixed number.
 */
final class CpuModel {
    static final double SLO_SECONDS = 0.25;

    /** What it costs to turn a request away. */
    private static final double REJECTION_SECONDS = 0.0001;

    private static final double WINDOW_SECONDS = 0.25;
    private static final int ARRIVAL = 0;
    private static final int TIMEOUT = 1;
    private static final int STEP = 2;

    static final class Outcome {
        int offered;
        int good;
        int rejected;

        double goodput(double seconds) {
            return good / seconds;
        }
    }

    private static final class Job implements Comparable<Job> {
        double arrived;
        double work;
        double endsAtWork;
        boolean waiting;
        boolean rejection;

        @Override
        public int compareTo(Job other) {
            return Double.compare(endsAtWork, other.endsAtWork);
        }
    }

    private record Event(double at, int kind, Job job) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return Double.compare(at, other.at);
        }
    }

    final WaitLimit limit;
    private final int processors;
    private final int threads;
    private final double meanWork;
    private final DoubleUnaryOperator rate;
    private final DoubleUnaryOperator others;
    private final int fixed;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final PriorityQueue<Job> running = new PriorityQueue<>();
    private final ArrayDeque<Job> gate = new ArrayDeque<>();
    private final ArrayDeque<Job> connector = new ArrayDeque<>();
    private final Patience patience = new Patience(0);
    private double now;
    private double workDone; // by each that runs
    private int inside;
    private int peak;
    private long completions;
    private double insideSeconds;
    private double delayedSeconds;
    private Outcome[] outcomes = {};
    private double[] borders = {};

    /**
     * @param others runnable threads of the JVM's own, such as compilers, at a time
     * @param fixed how many may be inside; 0: as the policy says; -1: all
     */
    CpuModel(
            int processors,
            int threads,
            double meanWork,
            DoubleUnaryOperator rate,
            DoubleUnaryOperator others,
            int fixed,
            long seed) {
        this.processors = processors;
        this.threads = threads;
        this.meanWork = meanWork;
        this.rate = rate;
        this.others = others;
        this.fixed = fixed;
        this.limit = WaitLimit.ofProcessors(processors, threads);
        this.random = new Random(seed);
    }

    private int limit() {
        return fixed > 0 ? fixed : fixed < 0 ? threads : limit.limit();
    }

    private double speed() {
        double runnable = running.size() + others.applyAsDouble(now);
        return runnable <= processors ? 1 : processors / runnable;
    }

    Outcome[] run(double... parts) {
        borders = parts;
        outcomes = new Outcome[parts.length];
        for (int i = 0; i < parts.length; i++) {
            outcomes[i] = new Outcome();
        }
        double end = parts[parts.length - 1];
        events.add(new Event(0, ARRIVAL, new Job()));
        events.add(new Event(WINDOW_SECONDS, STEP, new Job()));
        while (!events.isEmpty() || !running.isEmpty()) {
            Job first = running.peek();
            double ends = first == null ? Double.MAX_VALUE : now + (first.endsAtWork - workDone) / speed();
            Event next = events.peek();
            if (next == null || ends <= next.at) {
                advance(ends);
                done(running.poll());
            } else {
                advance(next.at);
                happen(events.poll(), end);
            }
        }
        return outcomes;
    }

    private void advance(double to) {
        double seconds = Math.max(0, to - now);
        double runnable = running.size() + others.applyAsDouble(now);
        workDone += seconds * speed();
        delayedSeconds += seconds * Math.max(0, runnable - processors);
        insideSeconds += seconds * inside;
        now = to;
    }

    private void happen(Event event, double end) {
        if (event.kind == ARRIVAL && now < end) {
            Job job = event.job;
            job.arrived = now;
            job.work = -meanWork * Math.log(1 - random.nextDouble());
            part(job).offered++;
            connector.add(job);
            takeUp();
            double gap = -Math.log(1 - random.nextDouble()) / rate.applyAsDouble(now);
            events.add(new Event(now + gap, ARRIVAL, new Job()));
        } else if (event.kind == TIMEOUT && event.job.waiting) {
            event.job.waiting = false;
            gate.remove(event.job);
            reject(event.job);
            empty();
            takeUp();
        } else if (event.kind == STEP) {
            double waited = Math.min(insideSeconds, delayedSeconds);
            limit.step(
                    new Window(nanos(WINDOW_SECONDS), completions, nanos(insideSeconds - waited), nanos(waited), peak));
            insideSeconds = 0;
            delayedSeconds = 0;
            completions = 0;
            peak = inside;
            letIn();
            if (now < end) {
                events.add(new Event(now + WINDOW_SECONDS, STEP, new Job()));
            }
        }
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private Outcome part(Job job) {
        for (int i = 0; i < borders.length; i++) {
            if (job.arrived < borders[i]) {
                return outcomes[i];
            }
        }
        return outcomes[borders.length - 1];
    }

    /** Threads take up what the connector has. */
    private void takeUp() {
        while (!connector.isEmpty() && inside + gate.size() < threads) {
            Job job = connector.poll();
            if (inside < limit()) {
                admit(job);
            } else if (gate.size() >= Math.min(2 * limit(), Math.max(0, threads - limit() - 10))) {
                reject(job);
            } else {
                job.waiting = true;
                gate.add(job);
                events.add(new Event(now + patience.nanos(nanos(now)) / 1e9, TIMEOUT, job));
            }
        }
    }

    private void admit(Job job) {
        inside++;
        peak = Math.max(peak, inside);
        start(job);
    }

    private void start(Job job) {
        job.endsAtWork = workDone + job.work;
        running.add(job);
    }

    private void reject(Job job) {
        part(job).rejected++;
        Job answer = new Job();
        answer.rejection = true;
        answer.work = REJECTION_SECONDS;
        start(answer);
    }

    private void empty() {
        if (gate.isEmpty()) {
            patience.empty(nanos(now));
        }
    }

    private void letIn() {
        while (!gate.isEmpty() && inside < limit()) {
            Job next = patience.stands(nanos(now)) ? gate.pollLast() : gate.pollFirst();
            next.waiting = false;
            admit(next);
        }
        empty();
    }

    private void done(Job job) {
        if (job.rejection) {
            return;
        }
        inside--;
        completions++;
        if (now - job.arrived <= SLO_SECONDS) {
            part(job).good++;
        }
        letIn();
        takeUp();
    }
}
