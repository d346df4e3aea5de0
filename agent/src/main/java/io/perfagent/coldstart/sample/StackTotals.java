package io.perfagent.coldstart.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Time by what tells where a stack stands, and by what its thread was at. Not thread-safe. */
public final class StackTotals {
    /**
     * A stack and its time.
     *
     * @param frames innermost first, as {@link StartSamples.Sample#view} has them
     */
    public record Total(List<String> frames, Activity activity, long nanos) {}

    private record Key(List<String> frames, Activity activity) {}

    private final Map<Key, Long> running = new HashMap<>();
    private final Map<Key, Long> waiting = new HashMap<>();
    private final long[] byActivity = new long[Activity.values().length];

    public void add(StartSamples.Sample sample, long nanos) {
        byActivity[sample.activity().ordinal()] += nanos;
        (sample.waits() ? waiting : running).merge(new Key(sample.view(), sample.activity()), nanos, Long::sum);
    }

    public long nanos(Activity activity) {
        return byActivity[activity.ordinal()];
    }

    public long nanos() {
        long sum = 0;
        for (long one : byActivity) {
            sum += one;
        }
        return sum;
    }

    /** The stacks that ran for longest. */
    public List<Total> hottest(int count) {
        return most(running, count);
    }

    /** The stacks that waited for longest. */
    public List<Total> longestWaiting(int count) {
        return most(waiting, count);
    }

    private static List<Total> most(Map<Key, Long> totals, int count) {
        List<Total> all = new ArrayList<>();
        totals.forEach((key, nanos) -> all.add(new Total(key.frames(), key.activity(), nanos)));
        all.sort(Comparator.comparingLong(Total::nanos)
                .reversed()
                .thenComparing(total -> String.join("|", total.frames())));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }
}
