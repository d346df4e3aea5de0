package io.perfagent.export.otlp.grpc;

/**
 * Status codes of gRPC. Source: gRPC documents "Status codes", "HTTP to gRPC Status Code Mapping" and "gRPC over HTTP2";
 * OTLP specification, "Failures" of OTLP/gRPC.
 */
public final class GrpcStatus {
    public static final int OK = 0;

    static final int CANCELLED = 1;
    static final int UNKNOWN = 2;
    static final int DEADLINE_EXCEEDED = 4;
    static final int PERMISSION_DENIED = 7;
    static final int RESOURCE_EXHAUSTED = 8;
    static final int ABORTED = 10;
    static final int OUT_OF_RANGE = 11;
    static final int UNIMPLEMENTED = 12;
    static final int INTERNAL = 13;
    static final int UNAVAILABLE = 14;
    static final int DATA_LOSS = 15;
    static final int UNAUTHENTICATED = 16;

    private static final String[] NAMES = {
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED"
    };

    private GrpcStatus() {}

    /** Name for messages: {@code UNAVAILABLE}; a code that is none is {@code UNKNOWN}. */
    public static String name(int code) {
        return NAMES[code < 0 || code >= NAMES.length ? UNKNOWN : code];
    }

    /**
     * Whether OTLP lets the same request be sent again.
     *
     * @param retryInfo whether the server said when
     */
    public static boolean retryable(int code, boolean retryInfo) {
        switch (code) {
            case CANCELLED:
            case DEADLINE_EXCEEDED:
            case ABORTED:
            case OUT_OF_RANGE:
            case UNAVAILABLE:
            case DATA_LOSS:
                return true;
            case RESOURCE_EXHAUSTED:
                return retryInfo;
            default:
                return false;
        }
    }

    /** The number in a {@code grpc-status} header. */
    static int parse(String value) {
        int code = 0;
        for (int i = 0; i < value.length() && i < 3; i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return UNKNOWN;
            }
            code = code * 10 + (c - '0');
        }
        return value.isEmpty() || code >= NAMES.length ? UNKNOWN : code;
    }

    /** What an answer without a gRPC status means: that of a proxy, or of something that is no gRPC server. */
    static int ofHttp(int status) {
        switch (status) {
            case 400:
                return INTERNAL;
            case 401:
                return UNAUTHENTICATED;
            case 403:
                return PERMISSION_DENIED;
            case 404:
                return UNIMPLEMENTED;
            case 429:
            case 502:
            case 503:
            case 504:
                return UNAVAILABLE;
            default:
                return UNKNOWN;
        }
    }

    /** What a stream that the server resets means. */
    static int ofReset(int error) {
        switch (error) {
            case Frames.REFUSED_STREAM:
                return UNAVAILABLE;
            case Frames.CANCEL:
                return CANCELLED;
            case Frames.ENHANCE_YOUR_CALM:
                return RESOURCE_EXHAUSTED;
            case Frames.INADEQUATE_SECURITY:
                return PERMISSION_DENIED;
            default:
                return INTERNAL;
        }
    }
}
