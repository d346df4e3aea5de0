package io.perfagent.it;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * How the {@link OtlpSink} answers one request. Immutable but for the gate of {@link #held}.
 *
 * @param accepted whether what the request carried counts as received
 */
public record OtlpReply(
        Kind kind,
        int status,
        @Nullable String retryAfter,
        long rejected,
        String message,
        @Nullable CountDownLatch gate,
        boolean accepted) {

    /** What is sent. */
    public enum Kind {
        /** An OTLP response message. */
        MESSAGE,
        /** Status 200 and bytes that are no protobuf message. */
        GARBAGE,
        /** The connection is closed without an answer. */
        CLOSE
    }

    /** 200, everything accepted. */
    public static OtlpReply ok() {
        return new OtlpReply(Kind.MESSAGE, 200, null, 0, "", null, true);
    }

    /** An error status; nothing counts as received. */
    public static OtlpReply status(int status) {
        return new OtlpReply(Kind.MESSAGE, status, null, 0, "", null, false);
    }

    /** 200 with {@code rejected} items refused. */
    public static OtlpReply partial(long rejected, String message) {
        return new OtlpReply(Kind.MESSAGE, 200, null, rejected, message, null, true);
    }

    /** 200 with a body that cannot be decoded. */
    public static OtlpReply garbage() {
        return new OtlpReply(Kind.GARBAGE, 200, null, 0, "", null, true);
    }

    /** No answer: the connection is closed. */
    public static OtlpReply close() {
        return new OtlpReply(Kind.CLOSE, 0, null, 0, "", null, false);
    }

    /** The same with a {@code Retry-After} header: seconds or an HTTP date. */
    public OtlpReply retryAfter(String value) {
        return new OtlpReply(kind, status, value, rejected, message, gate, accepted);
    }

    /** The same, sent only once {@code gate} is open or the sink closes: a collector that is slow. */
    public OtlpReply held(CountDownLatch gate) {
        return new OtlpReply(kind, status, retryAfter, rejected, message, gate, accepted);
    }
}
