package io.perfagent.limit;

import io.perfagent.limit.policy.LoadCurve;
import io.perfagent.metric.OperationKinds;
import io.perfagent.metric.OperationSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Endpoints that get slower with load although they wait for nothing known: a lock, a remote service, a client's own pool of
 * connections. From the statistics that are kept anyway, so it costs requests nothing. Bounded: {@value Endpoints#MAX}
 * endpoints. Safe for all threads.
 */
public final class HiddenBottlenecks {
    /** As long as a window of the statistics. */
    public static final long WINDOW_NANOS = 10_000_000_000L;

    private static final int LEAST_REQUESTS = 20;

    /** Processors as busy as this are a bottleneck that is known. */
    private static final double BUSY = 0.8;

    private static final int MOST_FINDINGS = 5;

    private final Map<String, LoadCurve> curves = new HashMap<>(); // guarded by this

    /**
     * A window is over.
     *
     * @param operations what its requests took; others are not looked at
     * @param waits of requests to each endpoint for what is known
     * @param cpuShare load of all processors, 0 to 1; negative if not known
     */
    public synchronized void window(List<OperationSnapshot> operations, Endpoints waits, double cpuShare) {
        if (cpuShare >= BUSY) {
            return;
        }
        for (OperationSnapshot one : operations) {
            if (one.kind() != OperationKinds.HTTP_SERVER || one.count() < LEAST_REQUESTS || one.seconds() <= 0) {
                continue;
            }
            LoadCurve curve = curves.get(one.name());
            if (curve == null && curves.size() < Endpoints.MAX) {
                curve = new LoadCurve();
                curves.put(one.name(), curve);
            }
            if (curve != null) {
                double known = waits.knownWaitNanos(one.name()) * one.seconds();
                curve.add(one.ratePerSecond(), Math.max(0, one.totalNanos() - known) / one.count() / 1e9);
            }
        }
    }

    /** One sentence for each, those that lose most first. */
    public synchronized List<String> findings() {
        List<Map.Entry<String, LoadCurve>> slow = new ArrayList<>();
        for (Map.Entry<String, LoadCurve> one : curves.entrySet()) {
            if (one.getValue().slowsDown()) {
                slow.add(one);
            }
        }
        slow.sort((one, other) -> Double.compare(lost(other.getValue()), lost(one.getValue())));
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, LoadCurve> one : slow.subList(0, Math.min(MOST_FINDINGS, slow.size()))) {
            LoadCurve curve = one.getValue();
            findings.add(String.format(
                    Locale.ROOT,
                    "%s takes %.1f ms at %.0f/s and %.1f ms at %.0f/s, and waits for nothing known: what limits it is"
                            + " hidden, such as a lock, a remote service or a client's own connections. `hot` shows what"
                            + " its threads wait for.",
                    one.getKey(),
                    1000 * curve.lowSeconds(),
                    curve.lowPerSecond(),
                    1000 * curve.highSeconds(),
                    curve.highPerSecond()));
        }
        return findings;
    }

    /** Seconds a second. */
    private static double lost(LoadCurve curve) {
        return curve.highPerSecond() * (curve.highSeconds() - curve.lowSeconds());
    }
}
