package io.perfagent.coldstart.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Classes by jar and by class loader: how many, shared or parsed, and the time that threads were sampled while loading them.
 * That time is an estimate: a sample that stands in a class loader counts for the class that its thread loaded next.
 */
public final class LoadedGroups {
    /** Of a time that nobody has sampled. */
    public static final long NOT_MEASURED = -1;

    private static final int MAX_GROUPS = 300;

    /** What is not followed by a class within this time was not loaded in the end. */
    private static final long LONGEST_NANOS = 1_000_000_000L;

    /**
     * Where a class is from.
     *
     * @param loader its class loader's class, or {@code boot}
     * @param jar the file's name, or {@code JDK}, or {@code none}
     */
    public record Place(String name, String loader, String jar) {}

    /**
     * Classes of one jar or loader.
     *
     * @param earlier those that were there before the log began: not known whether shared or parsed
     * @param sampledNanos {@link #NOT_MEASURED} without samples
     */
    public record Group(String name, int shared, int parsed, int earlier, long sampledNanos) {
        public int classes() {
            return shared + parsed + earlier;
        }
    }

    public final List<Group> jars;
    public final List<Group> loaders;

    /** Lambdas and such, which the JVM makes up; in no group. */
    public final int hidden;

    private LoadedGroups(List<Group> jars, List<Group> loaders, int hidden) {
        this.jars = jars;
        this.loaders = loaders;
        this.hidden = hidden;
    }

    private static final class Totals {
        final Map<String, int[]> counts = new TreeMap<>();
        final Map<String, Long> nanos = new HashMap<>();

        void count(String group, int which) {
            counts.computeIfAbsent(group, key -> new int[3])[which]++;
        }

        List<Group> groups(boolean sampled) {
            List<Group> all = new ArrayList<>();
            counts.forEach((name, count) -> all.add(new Group(
                    name, count[0], count[1], count[2], sampled ? nanos.getOrDefault(name, 0L) : NOT_MEASURED)));
            all.sort(Comparator.comparingLong(Group::sampledNanos)
                    .thenComparingInt(Group::classes)
                    .reversed());
            return List.copyOf(all.subList(0, Math.min(MAX_GROUPS, all.size())));
        }
    }

    /**
     * @param places of every class that is loaded
     * @param log what was logged, by time
     * @param samples null where nothing was sampled
     */
    public static LoadedGroups of(List<Place> places, List<LoadedClass> log, @Nullable StartSamples samples) {
        Map<String, Boolean> logged = new HashMap<>();
        int hidden = 0;
        for (LoadedClass one : log) {
            hidden += one.isHidden() ? 1 : 0;
            logged.put(one.name(), one.shared());
        }
        Totals jars = new Totals();
        Totals loaders = new Totals();
        Map<String, Place> byName = new HashMap<>();
        for (Place place : places) {
            Boolean shared = logged.get(place.name());
            int which = shared == null ? 2 : shared ? 0 : 1;
            jars.count(place.jar(), which);
            loaders.count(place.loader(), which);
            byName.put(place.name(), place);
        }
        if (samples != null) {
            for (long thread : samples.threads()) {
                attribute(samples, thread, ofThread(log, samples.osThread(thread)), byName, jars, loaders);
            }
        }
        return new LoadedGroups(jars.groups(samples != null), loaders.groups(samples != null), hidden);
    }

    private static List<LoadedClass> ofThread(List<LoadedClass> log, long osThread) {
        List<LoadedClass> own = new ArrayList<>();
        for (LoadedClass one : log) {
            if (one.osThread() == osThread && !one.isHidden()) {
                own.add(one);
            }
        }
        own.sort((one, other) -> Long.compare(one.nanos() - other.nanos(), 0));
        return own;
    }

    private static void attribute(
            StartSamples samples,
            long thread,
            List<LoadedClass> own,
            Map<String, Place> byName,
            Totals jars,
            Totals loaders) {
        if (own.isEmpty()) {
            return;
        }
        int[] next = {0};
        long first = own.get(0).nanos() - LONGEST_NANOS;
        samples.each(thread, first, own.get(own.size() - 1).nanos(), (sample, from, to) -> {
            if (!isLoading(sample)) {
                return;
            }
            while (next[0] < own.size() && own.get(next[0]).nanos() - from < 0) {
                next[0]++;
            }
            LoadedClass loaded = next[0] < own.size() ? own.get(next[0]) : null;
            Place place = loaded == null || loaded.nanos() - from > LONGEST_NANOS ? null : byName.get(loaded.name());
            if (place != null) {
                jars.nanos.merge(place.jar(), to - from, Long::sum);
                loaders.nanos.merge(place.loader(), to - from, Long::sum);
            }
        });
    }

    /** Whether its thread stands in a class loader, or reads a file for one. */
    private static boolean isLoading(StartSamples.Sample sample) {
        Activity activity = sample.activity();
        if (activity == Activity.CLASS_LOADING || activity == Activity.JAR || activity == Activity.FILE) {
            for (String frame : sample.frames()) {
                if (frame.endsWith(".loadClass") || frame.endsWith(".loadClassOrNull")) {
                    return true;
                }
            }
        }
        return false;
    }
}
