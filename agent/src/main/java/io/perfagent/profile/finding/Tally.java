package io.perfagent.profile.finding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one cause or one method costs, and who pays. */
final class Tally {
    private static final int PARTS = 3;
    private static final double LEAST_SHARE = 0.02;

    private final Map<String, Long> culprits = new HashMap<>();
    private final Map<String, Long> payers = new HashMap<>();
    long value;
    long samples;

    void add(String culprit, String payer, long more, long count) {
        value += more;
        samples += count;
        culprits.merge(culprit, more, Long::sum);
        payers.merge(payer, more, Long::sum);
    }

    List<Finding.Part> culprits() {
        return parts(culprits);
    }

    List<Finding.Part> payers() {
        return parts(payers);
    }

    private List<Finding.Part> parts(Map<String, Long> values) {
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(values.entrySet());
        sorted.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        List<Finding.Part> parts = new ArrayList<>();
        for (Map.Entry<String, Long> one : sorted) {
            double share = value == 0 ? 0 : (double) one.getValue() / value;
            if (parts.size() < PARTS && share >= LEAST_SHARE) {
                parts.add(new Finding.Part(one.getKey(), share));
            }
        }
        return List.copyOf(parts);
    }
}
