package io.perfagent.coldstart.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Static initialisers by the samples that had one on the stack: an estimate, as coarse as the interval. Pure. */
public final class StaticInits {
    /** What is shorter is not told. */
    public static final long LEAST_NANOS = 20_000_000;

    private static final int MAX = 50;

    /**
     * A class and the time in its static initialiser.
     *
     * @param selfNanos without initialisers within it
     * @param totalNanos with them
     * @param threadId of the thread that was in it for longest
     */
    public record Init(String type, long selfNanos, long totalNanos, long threadId) {}

    private static final class Times {
        long self;
        long total;
        final Map<Long, Long> byThread = new HashMap<>();
    }

    private final Map<String, Times> times = new HashMap<>();

    /** Counts what a sample stands for. */
    public void add(StartSamples.Sample sample, long threadId, long nanos) {
        List<String> frames = sample.frames();
        boolean innermost = true;
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (frames.get(i).endsWith(Frames.CLINIT)) {
                Times known = times.computeIfAbsent(Frames.type(frames.get(i)), key -> new Times());
                known.total += nanos;
                if (innermost) {
                    known.self += nanos;
                    known.byThread.merge(threadId, nanos, Long::sum);
                }
                innermost = false;
            }
        }
    }

    /** Those of all threads within a stretch that took {@value #LEAST_NANOS} ns of their own and more, the longest first. */
    public static List<Init> of(StartSamples samples, long fromNanos, long toNanos) {
        StaticInits inits = new StaticInits();
        for (long thread : samples.threads()) {
            samples.each(thread, fromNanos, toNanos, (sample, from, to) -> inits.add(sample, thread, to - from));
        }
        return inits.longest();
    }

    /** What was counted, the longest first, from {@value #LEAST_NANOS} ns of their own on. */
    public List<Init> longest() {
        List<Init> all = new ArrayList<>();
        times.forEach((type, one) -> {
            if (one.self >= LEAST_NANOS) {
                long thread = Collections.max(one.byThread.entrySet(), Map.Entry.comparingByValue())
                        .getKey();
                all.add(new Init(type, one.self, one.total, thread));
            }
        });
        all.sort(Comparator.comparingLong(Init::selfNanos).reversed());
        return List.copyOf(all.subList(0, Math.min(MAX, all.size())));
    }
}
