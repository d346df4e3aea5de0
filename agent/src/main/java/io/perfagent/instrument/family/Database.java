package io.perfagent.instrument.family;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.EncodedKey;
import io.perfagent.metric.Metrics;
import io.perfagent.metric.OperationKey;
import io.perfagent.trace.Attributes;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.Span;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.UnixTime;
import org.jspecify.annotations.Nullable;

/**
 * Database and Redis calls: the CLIENT span and {@code db.client.operation.duration} (semantic conventions for database
 * clients, stable; for Redis, development). Safe for all threads.
 */
public final class Database {
    private static final int MAX_KEYS = 2048;
    private static final EncodedKey QUERY_TEXT = new EncodedKey("db.query.text");

    private final Tracing tracing;
    private final Metrics metrics;
    private final KeyTable<Call> calls = new KeyTable<>(MAX_KEYS);

    public Database(Tracing tracing, Metrics metrics) {
        this.tracing = tracing;
        this.metrics = metrics;
    }

    /** What is the same for all calls of a key: its name and its outcomes. */
    public static final class Call {
        final String spanName;
        final Outcomes outcomes;

        Call(String spanName, Outcomes outcomes) {
            this.spanName = spanName;
            this.outcomes = outcomes;
        }
    }

    /** Begins a call; null when it is part of another call of the kind on this thread, or one of ours. */
    public @Nullable Operation begin(int kind) {
        ThreadState thread = ThreadState.get();
        return thread.innermost(kind) != null || thread.isSuppressed(kind) ? null : tracing.begin(kind);
    }

    /**
     * The key of calls of one kind to one place.
     *
     * @param summary {@code db.query.summary}, or empty
     * @param operation {@code db.operation.name}, or empty
     */
    public Call call(int kind, DatabaseTarget target, String summary, String operation) {
        String text = summary.isEmpty() ? operation : summary;
        Call known = calls.find(target.id, text, "", kind);
        if (known != null) {
            return known;
        }
        Call made = make(kind, target, summary, operation);
        Call added = calls.add(target.id, text, "", kind, made);
        // A full table costs time, not truth: the metric and the operations have bounds of their own.
        return added != null ? added : made;
    }

    private Call make(int kind, DatabaseTarget target, String summary, String operation) {
        AttributeBytes constants = new AttributeBytes();
        target.put(constants);
        if (!summary.isEmpty()) {
            constants.put("db.query.summary", summary);
        }
        if (!operation.isEmpty()) {
            constants.put("db.operation.name", operation);
        }
        byte[] encoded = constants.toBytes();
        String name = target.spanName(summary, operation);
        OperationKey key = metrics.operations().key(kind, summary.isEmpty() ? operationName(name, operation) : summary);
        return new Call(name, new Outcomes(key, metrics.dbClientDuration(), new Encoder(encoded)));
    }

    private static String operationName(String name, String operation) {
        return operation.isEmpty() ? name : operation;
    }

    /**
     * Ends a call: one record, and its span if it is sampled.
     *
     * @param text {@code db.query.text}, sanitised, or null
     * @param batchSize {@code db.operation.batch.size}; 0 and 1 write none
     * @param procedure {@code db.stored_procedure.name}, or null
     * @param errorType empty for success
     */
    public void end(
            Operation operation,
            Scope scope,
            Call call,
            @Nullable String text,
            int batchSize,
            @Nullable String procedure,
            @Nullable String errorType,
            @Nullable Throwable thrown) {
        try {
            record(operation, scope, call, text, batchSize, procedure, errorType, thrown);
        } finally {
            tracing.end(operation);
        }
    }

    private void record(
            Operation operation,
            Scope scope,
            Call call,
            @Nullable String text,
            int batchSize,
            @Nullable String procedure,
            @Nullable String errorType,
            @Nullable Throwable thrown) {
        if (operation.notCalled && errorType == null) {
            return; // answered from memory
        }
        long endNanos = System.nanoTime();
        Outcomes.Outcome outcome = call.outcomes.find(0, errorType, "", operation.limitReason);
        Span span = tracing.span(operation, scope, call.spanName, Span.CLIENT, endNanos);
        if (span != null) {
            Attributes out = span.attributes;
            out.putAll(outcome.spanAttributes);
            out.put(QUERY_TEXT, text);
            if (batchSize > 1) {
                out.put("db.operation.batch.size", batchSize);
            }
            out.put("db.stored_procedure.name", procedure);
            if (errorType != null) {
                span.error(null);
            }
            if (thrown != null) {
                span.exception(thrown, UnixTime.ofNanoTime(endNanos));
            }
            span.publish();
        }
        call.outcomes.record(outcome, operation, endNanos);
    }

    private static final class Encoder extends Outcomes.Encoder {
        private final byte[] constants;

        Encoder(byte[] constants) {
            this.constants = constants;
        }

        @Override
        void encode(AttributeBytes out, int status, String errorType, String version, String limitReason) {
            out.putAll(constants);
            if (!errorType.isEmpty()) {
                out.put("error.type", errorType);
            }
            if (!limitReason.isEmpty()) {
                out.put("perf_agent.limit.reason", limitReason);
            }
        }
    }
}
