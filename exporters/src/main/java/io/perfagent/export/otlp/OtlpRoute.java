package io.perfagent.export.otlp;

import io.perfagent.export.ExportResult;
import io.perfagent.export.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one signal is sent: its settings made ready for use. */
final class OtlpRoute {
    private static final String USER_AGENT = "User-Agent";
    private static final int MIN_SECRET_CHARS = 4;
    private static final long MAX_HOLD_OFF_NANOS = 60L * 1_000_000_000L;

    final @Nullable OtlpConnection connection;
    final int timeoutMillis;
    final Compression compression;
    final Protocol protocol;
    /** Names and values in turn: what the user set, credentials, the user agent. */
    final String[] fields;
    /** Header lines of an HTTP/1.1 request that is not compressed, and of one that is. */
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
            @Nullable OtlpConnection connection) {
        this.signal = signal;
        this.endpoint = endpoint;
        this.connection = connection;
        this.timeoutMillis = settings.timeoutMillis(signal);
        this.compression = settings.compression(signal);
        this.protocol = settings.protocol(signal);
        fields = fields(settings.headers(signal), endpoint == null ? null : endpoint.authorization, version);
        StringBuilder lines = new StringBuilder(256);
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            lines.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
            if (!fields[i].equals(USER_AGENT)) {
                values.append(fields[i + 1]).append(' ');
            }
        }
        lines.append("Content-Type: ");
        lines.append(protocol == Protocol.JSON ? "application/json" : "application/x-protobuf");
        lines.append("\r\n");
        headers = lines.toString();
        gzipHeaders = headers + "Content-Encoding: gzip\r\n";
        secrets = words(values.toString());
    }

    private static String[] fields(String[] custom, @Nullable String authorization, String version) {
        boolean hasAuthorization = false;
        boolean hasUserAgent = false;
        for (int i = 0; i < custom.length; i += 2) {
            hasAuthorization |= custom[i].equalsIgnoreCase("authorization");
            hasUserAgent |= custom[i].equalsIgnoreCase(USER_AGENT);
        }
        List<String> fields = new ArrayList<>(Arrays.asList(custom));
        if (authorization != null && !hasAuthorization) {
            fields.add("Authorization");
            fields.add(authorization);
        }
        if (!hasUserAgent) {
            fields.add(USER_AGENT);
            fields.add("perf-agent/" + version);
        }
        return fields.toArray(new String[0]);
    }

    String requestTarget() {
        return endpoint == null ? "/" : endpoint.requestTarget;
    }

    /** The gRPC service of the signal. */
    String service() {
        return signal.service();
    }

    /** Name of the signal in messages. */
    String label() {
        return signal.label();
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

    /** How much longer the receiver is to be left alone; 0 if it is not. */
    long heldNanos(long nowNanos) {
        held = held && heldUntilNanos - nowNanos > 0;
        return held ? heldUntilNanos - nowNanos : 0;
    }

    /** The result of an answer that is not to be retried. */
    ExportResult outcome(HttpResponse response) {
        if (response.status >= 200 && response.status < 300) {
            return withoutSecrets(Answers.accepted(response));
        }
        String text = shown() + " answers " + response.status + " to " + label();
        if (response.status >= 300 && response.status < 400) {
            return ExportResult.rejected(text + "; redirects are not followed");
        }
        return ExportResult.rejected(explained(text, Answers.refusal(response)));
    }

    /** The result of a gRPC call that succeeded. */
    ExportResult accepted(byte[] message) {
        return withoutSecrets(
                Answers.accepted(new HttpResponse(200, null, "application/grpc", message, message.length)));
    }

    /** A message with the receiver's own words, if it has any. */
    String explained(String text, String why) {
        return why.isEmpty() ? text : text + ": " + withoutSecrets(why);
    }

    private ExportResult withoutSecrets(ExportResult result) {
        return result.message().isEmpty()
                ? result
                : ExportResult.partial(result.rejected(), withoutSecrets(result.message()));
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
