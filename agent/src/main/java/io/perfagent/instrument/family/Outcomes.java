package io.perfagent.instrument.family;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.DurationMetric;
import io.perfagent.metric.DurationPoint;
import io.perfagent.metric.OperationKey;
import io.perfagent.trace.Operation;
import io.perfagent.trace.UnixTime;
import org.jspecify.annotations.Nullable;

/**
 * One operation key with the points of its duration metric, one for each way its calls have ended.
 *
 * <p>The ways are few (a status, an error type, a protocol version), so they are a short list that is searched. Safe for all
 * threads.
 */
final class Outcomes {
    private static final int MAX_OUTCOMES = 64;

    /** Encodes the attributes of a point. */
    abstract static class Encoder {
        abstract void encode(AttributeBytes out, int status, String errorType, String version);
    }

    private static final class Outcome {
        final int status;
        final String errorType;
        final String version;
        final DurationPoint point;

        Outcome(int status, String errorType, String version, DurationPoint point) {
            this.status = status;
            this.errorType = errorType;
            this.version = version;
            this.point = point;
        }
    }

    final OperationKey key;
    private final DurationMetric metric;
    private final Encoder encoder;
    private volatile Outcome[] outcomes = new Outcome[0];

    Outcomes(OperationKey key, DurationMetric metric, Encoder encoder) {
        this.key = key;
        this.metric = metric;
        this.encoder = encoder;
    }

    /** Records one finished call; an empty error type means success. */
    void record(Operation operation, long endNanos, int status, @Nullable String errorType, String version) {
        long durationNanos = endNanos - operation.startNanos;
        String type = errorType == null ? "" : errorType;
        find(status, type, version)
                .record(
                        durationNanos,
                        operation.sampled(),
                        operation.traceIdHi(),
                        operation.traceIdLo(),
                        operation.spanId(),
                        UnixTime.ofNanoTime(endNanos));
        key.record(durationNanos, errorType != null);
    }

    private DurationPoint find(int status, String errorType, String version) {
        for (Outcome outcome : outcomes) {
            if (outcome.status == status
                    && outcome.errorType.equals(errorType)
                    && outcome.version.equals(version)) {
                return outcome.point;
            }
        }
        return add(status, errorType, version);
    }

    private synchronized DurationPoint add(int status, String errorType, String version) {
        AttributeBytes attributes = new AttributeBytes();
        encoder.encode(attributes, status, errorType, version);
        DurationPoint point = metric.point(attributes.array(), attributes.size());
        Outcome[] before = outcomes;
        if (before.length < MAX_OUTCOMES) {
            Outcome[] after = new Outcome[before.length + 1];
            System.arraycopy(before, 0, after, 0, before.length);
            after[before.length] = new Outcome(status, errorType, version, point);
            outcomes = after;
        }
        return point;
    }
}
