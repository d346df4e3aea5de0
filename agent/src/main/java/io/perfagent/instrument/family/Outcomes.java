package io.perfagent.instrument.family;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.DurationMetric;
import io.perfagent.metric.DurationPoint;
import io.perfagent.metric.OperationKey;
import io.perfagent.trace.Attributes;
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
        /** @param limitReason why a limit turned the call away; empty where none did */
        abstract void encode(AttributeBytes out, int status, String errorType, String version, String limitReason);
    }

    /** What client and server of HTTP have in common. */
    static void encodeHttp(AttributeBytes out, int status, String errorType, String version, String limitReason) {
        if (status > 0) {
            out.put("http.response.status_code", status);
        }
        if (!version.isEmpty()) {
            out.put("network.protocol.version", version);
        }
        if (!errorType.isEmpty()) {
            out.put("error.type", errorType);
        }
        if (!limitReason.isEmpty()) {
            out.put("perf_agent.limit.reason", limitReason);
        }
    }

    /** One way a call has ended: the point it counts in, and the attributes that its span has in common with it. */
    static final class Outcome {
        final int status;
        final String errorType;
        final String version;
        final String limitReason;
        final DurationPoint point;
        final byte[] spanAttributes;

        Outcome(
                int status,
                String errorType,
                String version,
                String limitReason,
                DurationPoint point,
                byte[] spanAttributes) {
            this.status = status;
            this.errorType = errorType;
            this.version = version;
            this.limitReason = limitReason;
            this.point = point;
            this.spanAttributes = spanAttributes;
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

    /** Records one finished call. */
    void record(Outcome outcome, Operation operation, long endNanos) {
        long durationNanos = endNanos - operation.startNanos;
        outcome.point.record(
                durationNanos,
                operation.sampled(),
                operation.traceIdHi(),
                operation.traceIdLo(),
                operation.spanId(),
                UnixTime.ofNanoTime(endNanos));
        operation.key = key;
        key.record(durationNanos, !outcome.errorType.isEmpty(), outcome.status);
    }

    /** The way a call has ended; a null error type means success. */
    Outcome find(int status, @Nullable String errorType, String version) {
        return find(status, errorType, version, null);
    }

    /** As above; {@code limitReason} says why a limit turned the call away, null that none did. */
    Outcome find(int status, @Nullable String errorType, String version, @Nullable String limitReason) {
        String type = errorType == null ? "" : errorType;
        String reason = limitReason == null ? "" : limitReason;
        Outcome known = known(status, type, version, reason);
        return known != null ? known : add(status, type, version, reason);
    }

    private @Nullable Outcome known(int status, String errorType, String version, String limitReason) {
        for (Outcome outcome : outcomes) {
            if (outcome.status == status
                    && outcome.errorType.equals(errorType)
                    && outcome.version.equals(version)
                    && outcome.limitReason.equals(limitReason)) {
                return outcome;
            }
        }
        return null;
    }

    private synchronized Outcome add(int status, String errorType, String version, String limitReason) {
        Outcome known = known(status, errorType, version, limitReason);
        if (known != null) {
            return known;
        }
        AttributeBytes attributes = new AttributeBytes();
        encoder.encode(attributes, status, errorType, version, limitReason);
        DurationPoint point = metric.point(attributes.array(), attributes.size());
        Outcome added = new Outcome(status, errorType, version, limitReason, point, Attributes.encode(attributes));
        Outcome[] before = outcomes;
        if (before.length < MAX_OUTCOMES) {
            Outcome[] after = new Outcome[before.length + 1];
            System.arraycopy(before, 0, after, 0, before.length);
            after[before.length] = added;
            outcomes = after;
        }
        return added;
    }
}
