package io.perfagent.instrument.family;

import io.perfagent.metric.Metrics;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * What hooks record with. Set once, before the first hook is made; hooks keep what they need in final fields.
 */
public final class Telemetry {
    private static volatile @Nullable Telemetry instance;

    public final Tracing tracing;
    public final Metrics metrics;
    public final HttpServer httpServer;
    public final HttpClient httpClient;
    public final Outgoing outgoing;
    public final Database database;
    public final ConnectionPools connectionPools;
    public final ServerQueues serverQueues;
    public final ExecutorPools executorPools;
    public final Learning learning;
    public final String version;
    public final boolean sanitizeQueries;

    /** Who decides whether requests may go on; null while nobody does. */
    public volatile @Nullable Admission admission;

    /** Takes note of class names that no table could know, to be woven now and remembered for the next start. */
    public interface Learning {
        /** @param target the name of a group of classes */
        void learn(Class<?> type, String target);
    }

    public Telemetry(
            Tracing tracing,
            Metrics metrics,
            HttpSettings http,
            Learning learning,
            boolean sanitizeQueries,
            String version) {
        this.tracing = tracing;
        this.metrics = metrics;
        this.httpServer = new HttpServer(tracing, metrics, http);
        this.outgoing = new Outgoing();
        this.httpClient = new HttpClient(tracing, metrics, http, outgoing);
        this.database = new Database(tracing, metrics);
        this.connectionPools = new ConnectionPools(metrics);
        this.serverQueues = new ServerQueues(metrics);
        this.executorPools = new ExecutorPools(metrics, tracing.side());
        this.learning = learning;
        this.sanitizeQueries = sanitizeQueries;
        this.version = version;
    }

    public static void install(Telemetry telemetry) {
        instance = telemetry;
    }

    public static Telemetry get() {
        Telemetry telemetry = instance;
        if (telemetry == null) {
            throw new IllegalStateException("a hook before the telemetry");
        }
        return telemetry;
    }
}
