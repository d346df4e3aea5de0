package io.perfagent.export.otlp.grpc;

import io.perfagent.export.proto.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Finds {@code google.rpc.RetryInfo} in a {@code grpc-status-details-bin} trailer. Input is hostile: what makes no sense
 * says nothing. Source: OTLP specification, "OTLP/gRPC Throttling"; google/rpc/status.proto and error_details.proto.
 */
final class RetryInfo {
    /** There is no RetryInfo. */
    static final long ABSENT = -1;

    private static final String TYPE = "/google.rpc.RetryInfo";
    private static final long MAX_SECONDS = 1_000_000;

    private RetryInfo() {}

    /** The delay asked for in nanoseconds, 0 where it is not said, or {@link #ABSENT}. */
    static long delayNanos(String trailer) {
        byte[] details;
        try {
            details = Base64.getDecoder().decode(trailer.trim());
        } catch (IllegalArgumentException e) {
            return ABSENT;
        }
        ProtoReader status = new ProtoReader().reset(details, 0, details.length);
        while (status.next()) {
            if (status.field() == 3 && status.wireType() == ProtoReader.LENGTH_DELIMITED) {
                long nanos = ofDetail(details, status.start(), status.end());
                if (nanos != ABSENT) {
                    return nanos;
                }
            }
        }
        return ABSENT;
    }

    private static long ofDetail(byte[] data, int from, int to) {
        boolean retryInfo = false;
        int start = 0;
        int end = 0;
        ProtoReader any = new ProtoReader().reset(data, from, to);
        while (any.next()) {
            if (any.wireType() == ProtoReader.LENGTH_DELIMITED && any.field() == 1) {
                retryInfo = new String(data, any.start(), any.end() - any.start(), StandardCharsets.ISO_8859_1)
                        .endsWith(TYPE);
            } else if (any.wireType() == ProtoReader.LENGTH_DELIMITED && any.field() == 2) {
                start = any.start();
                end = any.end();
            }
        }
        if (!retryInfo || any.malformed()) {
            return ABSENT;
        }
        long nanos = 0;
        ProtoReader info = new ProtoReader().reset(data, start, end);
        while (info.next()) {
            if (info.field() == 1 && info.wireType() == ProtoReader.LENGTH_DELIMITED) {
                nanos = duration(data, info.start(), info.end());
            }
        }
        return nanos;
    }

    private static long duration(byte[] data, int from, int to) {
        long nanos = 0;
        ProtoReader duration = new ProtoReader().reset(data, from, to);
        while (duration.next()) {
            if (duration.wireType() != ProtoReader.VARINT || duration.value() < 0) {
                continue;
            }
            if (duration.field() == 1) {
                nanos += Math.min(duration.value(), MAX_SECONDS) * 1_000_000_000L;
            } else if (duration.field() == 2) {
                nanos += Math.min(duration.value(), 999_999_999L);
            }
        }
        return nanos;
    }
}
