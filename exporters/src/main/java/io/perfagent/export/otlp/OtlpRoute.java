package io.perfagent.export.otlp;

import io.perfagent.export.ExportResult;
import io.perfagent.export.Signal;
import org.jspecify.annotations.Nullable;

/** How one signal is sent: its settings made ready for use. */
final class OtlpRoute {
    private static final int MIN_SECRET_CHARS = 4;
    private static final long MAX_HOLD_OFF_NANOS = 60L * 1_000_000_000L;

    final @Nullable HttpConnection connection;
    final int timeoutMillis;
    final Compression compression;
    final Protocol protocol;
    /** Header lines of a request that is not compressed, and of one that is. */
    final String headers;

    final String gzipHeaders;
    private final Signal signal;
    private final @Nullable Endpoint endpoint;
    private final String[] secrets;
    private boolean held;
    private long heldUntilNanos;

    OtlpRoute(
            OtlpSettings settings,
            Signal signal,
            String version,
            @Nullable Endpoint endpoint,
            @Nullable HttpConnection connection) {
        this.signal = signal;
        this.endpoint = endpoint;
        this.connection = connection;
        this.timeoutMillis = settings.timeoutMillis(signal);
        this.compression = settings.compression(signal);
        this.protocol = settings.protocol(signal);
        String[] custom = settings.headers(signal);
        String authorization = endpoint == null ? null : endpoint.authorization;
        StringBuilder lines = new StringBuilder(256);
        StringBuilder values = new StringBuilder();
        boolean hasAuthorization = false;
        boolean hasUserAgent = false;
        for (int i = 0; i < custom.length; i += 2) {
            lines.append(custom[i]).append(": ").append(custom[i + 1]).append("\r\n");
            values.append(custom[i + 1]).append(' ');
            hasAuthorization |= custom[i].equalsIgnoreCase("authorization");
            hasUserAgent |= custom[i].equalsIgnoreCase("user-agent");
        }
        if (authorization != null && !hasAuthorization) {
            lines.append("Authorization: ").append(authorization).append("\r\n");
            values.append(authorization);
        }
        if (!hasUserAgent) {
            lines.append("User-Agent: perf-agent/").append(version).append("\r\n");
        }
        lines.append("Content-Type: ");
        lines.append(protocol == Protocol.JSON ? "application/json" : "application/x-protobuf");
        lines.append("\r\n");
        headers = lines.toString();
        gzipHeaders = headers + "Content-Encoding: gzip\r\n";
        secrets = words(values.toString());
    }

    String requestTarget() {
        return endpoint == null ? "/" : endpoint.requestTarget;
    }

    /** What messages show of where the signal goes. */
    String shown() {
        return endpoint == null ? "otlp" : endpoint.shown();
    }

    /** Leaves the receiver alone for as long as it asked, {@link RetryPolicy#NONE} included. */
    void holdOff(long nowNanos, long askedNanos) {
        held = askedNanos > 0;
        heldUntilNanos = nowNanos + Math.min(askedNanos, MAX_HOLD_OFF_NANOS);
    }

    boolean heldOff(long nowNanos) {
        held = held && heldUntilNanos - nowNanos > 0;
        return held;
    }

    /** The result of an answer that is not to be retried. */
    ExportResult outcome(HttpResponse response) {
        if (response.status >= 200 && response.status < 300) {
            ExportResult result = Answers.accepted(response);
            return result.message().isEmpty()
                    ? result
                    : ExportResult.partial(result.rejected(), withoutSecrets(result.message()));
        }
        String text = shown() + " answers " + response.status + " to " + signal.label();
        if (response.status >= 300 && response.status < 400) {
            return ExportResult.rejected(text + "; redirects are not followed");
        }
        String why = Answers.refusal(response);
        return ExportResult.rejected(why.isEmpty() ? text : text + ": " + withoutSecrets(why));
    }

    /** A receiver may quote the credentials it does not accept. */
    private String withoutSecrets(String message) {
        String text = message;
        for (String secret : secrets) {
            text = text.replace(secret, "***");
        }
        return text;
    }

    private static String[] words(String values) {
        int count = 0;
        String[] words = new String[values.length() / (MIN_SECRET_CHARS + 1) + 1];
        int from = 0;
        for (int i = 0; i <= values.length(); i++) {
            if (i == values.length() || values.charAt(i) == ' ') {
                if (i - from >= MIN_SECRET_CHARS) {
                    words[count++] = values.substring(from, i);
                }
                from = i + 1;
            }
        }
        String[] found = new String[count];
        System.arraycopy(words, 0, found, 0, count);
        return found;
    }
}
