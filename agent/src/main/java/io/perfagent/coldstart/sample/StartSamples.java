package io.perfagent.coldstart.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples of wall time during a start, by thread: each stands for the time until the next one of its thread, at most for as
 * long as it was said to. Times are {@link System#nanoTime} and nanoseconds. At most {@value #MAX_SAMPLES} are kept, the rest
 * is counted. Filled by one thread, then only read.
 */
public final class StartSamples {
    public static final int MAX_SAMPLES = 500_000;

    /** Takes a stretch of a thread's time that a sample stands for. */
    @FunctionalInterface
    public interface Visitor {
        void stretch(Sample sample, long fromNanos, long toNanos);
    }

    /**
     * One sample.
     *
     * @param untilNanos up to where it stands, at most
     * @param frames outermost first
     */
    public record Sample(long fromNanos, long untilNanos, List<String> frames, boolean asleep, Activity activity) {
        /** Whether its thread did not want a processor. */
        public boolean waits() {
            return asleep || activity.waits();
        }

        /** What of its stack tells where to look, innermost first. */
        public List<String> view() {
            return Frames.view(frames, waits());
        }
    }

    private static final class OfThread {
        final List<Sample> samples = new ArrayList<>();
        String name = "";
        long osThread;
        boolean sorted;
    }

    private final Map<Long, OfThread> threads = new HashMap<>();
    private final Map<List<String>, Activity> running = new IdentityHashMap<>();
    private final Map<List<String>, Activity> sleeping = new IdentityHashMap<>();
    private final long intervalNanos;
    private int kept;
    private int dropped;

    public StartSamples(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /** @param lengthNanos for how long it stands */
    public void add(long threadId, long nanoTime, long lengthNanos, List<String> frames, boolean asleep) {
        if (kept >= MAX_SAMPLES) {
            dropped++;
            return;
        }
        kept++;
        Activity activity = (asleep ? sleeping : running).computeIfAbsent(frames, key -> Activity.of(key, asleep));
        OfThread thread = of(threadId);
        thread.samples.add(new Sample(nanoTime, nanoTime + lengthNanos, frames, asleep, activity));
        thread.sorted = false;
    }

    public void thread(long threadId, long osThread, String name) {
        OfThread thread = of(threadId);
        thread.name = name;
        thread.osThread = osThread;
    }

    private OfThread of(long threadId) {
        return threads.computeIfAbsent(threadId, key -> new OfThread());
    }

    /** Between two samples of a thread. */
    public long intervalNanos() {
        return intervalNanos;
    }

    public int kept() {
        return kept;
    }

    public int dropped() {
        return dropped;
    }

    /** Those that were sampled, in no order. */
    public Iterable<Long> threads() {
        return threads.keySet();
    }

    public String name(long threadId) {
        return of(threadId).name;
    }

    /** The kernel's number of a thread; 0 if unknown. */
    public long osThread(long threadId) {
        return of(threadId).osThread;
    }

    /** Tells what is known of a thread's time within a stretch, in order. */
    public void each(long threadId, long fromNanos, long toNanos, Visitor visitor) {
        OfThread thread = threads.get(threadId);
        if (thread == null) {
            return;
        }
        List<Sample> samples = thread.samples;
        if (!thread.sorted) {
            samples.sort((one, other) -> Long.compare(one.fromNanos() - other.fromNanos(), 0));
            thread.sorted = true;
        }
        int first = lastAtOrBefore(samples, fromNanos);
        for (int i = Math.max(0, first); i < samples.size(); i++) {
            Sample sample = samples.get(i);
            if (sample.fromNanos() - toNanos >= 0) {
                return;
            }
            long end = sample.untilNanos();
            if (i + 1 < samples.size() && samples.get(i + 1).fromNanos() - end < 0) {
                end = samples.get(i + 1).fromNanos();
            }
            long from = sample.fromNanos() - fromNanos < 0 ? fromNanos : sample.fromNanos();
            long to = end - toNanos > 0 ? toNanos : end;
            if (to - from > 0) {
                visitor.stretch(sample, from, to);
            }
        }
    }

    private static int lastAtOrBefore(List<Sample> samples, long nanos) {
        int low = 0;
        int high = samples.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (samples.get(middle).fromNanos() - nanos <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }
}
