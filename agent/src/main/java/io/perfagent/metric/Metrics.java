package io.perfagent.metric;

import io.perfagent.export.Clock;
import io.perfagent.export.MetricSource;
import io.perfagent.export.metric.MetricWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Everything that is exported as a metric: the standard call durations, durations others ask for, and metrics that are
 * read at export.
 *
 * <p>Thread-safe, but {@link #collect} is for the export thread. Bucket bounds are those of the semantic conventions for
 * HTTP and database metrics.
 */
public final class Metrics implements MetricSource {
    private static final double[] HTTP_BOUNDS_SECONDS = {
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
    };
    private static final double[] DATABASE_BOUNDS_SECONDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};
    private static final int MAX_SOURCES = 1024;
    private static final int MAX_HELD = 64;

    private final MetricSettings settings;
    private final DurationMetric httpServerDuration;
    private final DurationMetric httpClientDuration;
    private final DurationMetric dbClientDuration;
    private final OperationTable operations;
    private final CopyOnWriteArrayList<Observed> sources = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<DurationMetric> durations = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Held> held = new CopyOnWriteArrayList<>();
    private final LongCount failures = new LongCount();
    private final LongCount refusedSources = new LongCount();

    public Metrics(MetricSettings settings) {
        this(settings, OperationTable.DEFAULT_MAX_KEYS, Clock.SYSTEM);
    }

    /** @param maxOperationKeys limit on the keys of {@link #operations()} */
    public Metrics(MetricSettings settings, int maxOperationKeys, Clock clock) {
        this.settings = settings;
        httpServerDuration = duration(
                "io.perfagent.http-server",
                "http.server.request.duration",
                "Duration of HTTP server requests.",
                HTTP_BOUNDS_SECONDS);
        httpClientDuration = duration(
                "io.perfagent.http-client",
                "http.client.request.duration",
                "Duration of HTTP client requests.",
                HTTP_BOUNDS_SECONDS);
        dbClientDuration = duration(
                "io.perfagent.db-client",
                "db.client.operation.duration",
                "Duration of database client operations.",
                DATABASE_BOUNDS_SECONDS);
        operations = new OperationTable(maxOperationKeys, settings.histogramBytes(), clock);
        holds(operations);
        holds(new DurationPoints(durations));
    }

    /** {@code http.server.request.duration}. */
    public DurationMetric httpServerDuration() {
        return httpServerDuration;
    }

    /** {@code http.client.request.duration}. */
    public DurationMetric httpClientDuration() {
        return httpClientDuration;
    }

    /** {@code db.client.operation.duration}. */
    public DurationMetric dbClientDuration() {
        return dbClientDuration;
    }

    /** The statistics per operation. */
    public OperationTable operations() {
        return operations;
    }

    /** How metrics are kept and exported. */
    public MetricSettings settings() {
        return settings;
    }

    private DurationMetric duration(String scope, String name, String description, double[] boundsSeconds) {
        DurationMetric metric = new DurationMetric(scope, name, description, boundsSeconds, settings);
        if (durations.size() < MAX_SOURCES) {
            durations.add(metric);
        }
        return metric;
    }

    /** The duration histograms made here, exported or not any more. */
    public List<DurationMetric> durations() {
        return List.copyOf(durations);
    }

    /** Takes note of a structure whose size is to be reported; at most 64 are. */
    public void holds(Held structure) {
        if (held.size() < MAX_HELD) {
            held.add(structure);
        }
    }

    /** The structures whose size is reported. */
    public List<Held> held() {
        return List.copyOf(held);
    }

    /** Makes another duration histogram and exports it from now on. */
    public DurationMetric addDuration(String scope, String name, String description, double[] boundsSeconds) {
        DurationMetric metric = duration(scope, name, description, boundsSeconds);
        add(metric);
        return metric;
    }

    /** Exports a source from now on; at most 1024 are taken, the others are counted. */
    public void add(Observed source) {
        if (sources.size() < MAX_SOURCES) {
            sources.add(source);
        } else {
            refusedSources.increment();
        }
    }

    /** Stops exporting a source. */
    public void remove(Observed source) {
        sources.remove(source);
    }

    @Override
    public int collect(MetricWriter out, long nowUnixNanos) {
        int points = collect(httpServerDuration, out, nowUnixNanos);
        points += collect(httpClientDuration, out, nowUnixNanos);
        points += collect(dbClientDuration, out, nowUnixNanos);
        for (Observed source : sources) {
            points += collect(source, out, nowUnixNanos);
        }
        return points;
    }

    private int collect(Observed source, MetricWriter out, long nowUnixNanos) {
        int before = out.points();
        try {
            source.observe(out, settings.startUnixNanos(), nowUnixNanos);
        } catch (Throwable failure) {
            // Whatever one source does, the others are exported.
            failures.increment();
        }
        return out.points() - before;
    }

    /** Times that a source threw while it was read. */
    public long failures() {
        return failures.sum();
    }

    /** What the points of all duration histograms take. */
    private static final class DurationPoints implements Held {
        private final List<DurationMetric> durations;

        DurationPoints(List<DurationMetric> durations) {
            this.durations = durations;
        }

        @Override
        public String structure() {
            return "metric_points";
        }

        @Override
        public long heldBytes() {
            long sum = 0;
            for (DurationMetric duration : durations) {
                sum += duration.heldBytes();
            }
            return sum;
        }
    }

    /** Sources that were not taken because there were too many. */
    public long refusedSources() {
        return refusedSources.sum();
    }
}
