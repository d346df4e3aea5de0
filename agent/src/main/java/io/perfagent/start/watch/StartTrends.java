package io.perfagent.start.watch;

import io.perfagent.coldstart.ComparisonHtml;
import io.perfagent.coldstart.Trend;
import io.perfagent.control.stats.Change;
import io.perfagent.control.stats.ChangeDetector;
import io.perfagent.control.stats.Robust;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells a start that has become slower for good from a slow start: by {@link ChangeDetector}, with at most one false alarm in
 * {@value #ALARM_EVERY} starts on average, for steps of {@value #LEAST_PERCENT} % and more. Pure.
 */
public final class StartTrends {
    static final int ALARM_EVERY = 1000;
    static final int LEAST_PERCENT = 5;
    private static final double P95 = 0.95;

    private StartTrends() {}

    /** @param starts of one deployment, oldest first, one at least; the last one is the one just made */
    public static Trend of(List<StartRecordLine> starts) {
        double[] times = new double[starts.size()];
        ChangeDetector detector = new ChangeDetector(ALARM_EVERY, LEAST_PERCENT / 100.0);
        Change last = null;
        for (int i = 0; i < times.length; i++) {
            times[i] = starts.get(i).readyMillis();
            Change change = detector.add(times[i]);
            last = change == null ? last : change;
        }
        return new Trend(
                times.length,
                Robust.median(times),
                Robust.quantile(P95, times),
                times.length < 2 ? 0 : Robust.sigma(times),
                last == null ? null : say(last, starts),
                last != null && last.noticedAt() == times.length - 1);
    }

    private static String say(Change change, List<StartRecordLine> starts) {
        int at = (int) change.at();
        String moved =
                moved(starts.subList(Math.max(0, at - ChangeDetector.COMPARED), at), starts.subList(at, starts.size()));
        return "slower by " + Math.round(change.relativeShift() * 100) + " % for the last " + (starts.size() - at)
                + " starts: ready after " + Math.round(change.after()) + " ms, before that "
                + Math.round(change.before()) + " ms" + (moved == null ? "" : "; most of it: " + moved);
    }

    /** The component whose median has grown most, with how much; null where components were not measured on both sides. */
    static @Nullable String moved(List<StartRecordLine> before, List<StartRecordLine> after) {
        Map<String, List<Double>> old = times(before);
        String most = null;
        double by = 0;
        for (Map.Entry<String, List<Double>> one : times(after).entrySet()) {
            List<Double> earlier = old.get(one.getKey());
            double grown = median(one.getValue()) - (earlier == null ? 0 : median(earlier));
            if (!old.isEmpty() && grown > by) {
                by = grown;
                most = one.getKey();
            }
        }
        return most == null ? null : most + ", by " + Math.round(by) + " ms";
    }

    /** The components of both sides, those whose medians differ most first; none where one side has none. */
    static List<ComparisonHtml.Component> components(List<StartRecordLine> first, List<StartRecordLine> second) {
        Map<String, List<Double>> ofFirst = times(first);
        Map<String, List<Double>> ofSecond = times(second);
        List<ComparisonHtml.Component> all = new ArrayList<>();
        if (ofFirst.isEmpty() || ofSecond.isEmpty()) {
            return all;
        }
        TreeSet<String> names = new TreeSet<>(ofFirst.keySet());
        names.addAll(ofSecond.keySet());
        for (String name : names) {
            all.add(new ComparisonHtml.Component(
                    name, medianOrNull(ofFirst.get(name)), medianOrNull(ofSecond.get(name))));
        }
        all.sort(new MostDifferent());
        return all;
    }

    private static @Nullable Double medianOrNull(@Nullable List<Double> times) {
        return times == null ? null : Double.valueOf(median(times));
    }

    private static final class MostDifferent implements Comparator<ComparisonHtml.Component> {
        @Override
        public int compare(ComparisonHtml.Component one, ComparisonHtml.Component other) {
            return Double.compare(difference(other), difference(one));
        }

        private static double difference(ComparisonHtml.Component one) {
            Double first = one.firstMillis();
            Double second = one.secondMillis();
            return Math.abs((first == null ? 0 : first) - (second == null ? 0 : second));
        }
    }

    private static Map<String, List<Double>> times(List<StartRecordLine> starts) {
        Map<String, List<Double>> all = new TreeMap<>();
        for (StartRecordLine start : starts) {
            for (Map.Entry<String, Double> one : start.components().entrySet()) {
                List<Double> ofName = all.get(one.getKey());
                if (ofName == null) {
                    ofName = new ArrayList<>();
                    all.put(one.getKey(), ofName);
                }
                ofName.add(one.getValue());
            }
        }
        return all;
    }

    private static double median(List<Double> values) {
        double[] plain = new double[values.size()];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = values.get(i);
        }
        return Robust.median(plain);
    }
}
