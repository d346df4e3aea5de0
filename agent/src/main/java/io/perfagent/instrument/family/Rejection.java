package io.perfagent.instrument.family;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The answer to a request that is turned away, made beforehand. Immutable. */
public final class Rejection {
    /** Status, headers and body where nothing else is set. */
    public static final Rejection DEFAULT = new Rejection(
            503, Map.of(), "text/plain;charset=UTF-8", "The service is overloaded. Please try again in a moment.\n");

    private static final String[] RETRY_AFTER = {"1", "2", "3"};

    public final int status;
    public final String contentType;

    /** The body as text; its length in bytes is that of {@link #bytes}. */
    public final String text;

    private final byte[] body;
    private final String[] headers;
    private final boolean ownRetryAfter;

    /**
     * @param status from 400 to 599
     * @param headers beside those that every answer has, by name
     */
    public Rejection(int status, Map<String, String> headers, String contentType, String text) {
        this.status = status;
        this.contentType = contentType;
        this.text = text;
        this.body = text.getBytes(StandardCharsets.UTF_8);
        this.headers = new String[2 * headers.size()];
        int at = 0;
        boolean retry = false;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            retry |= header.getKey().equalsIgnoreCase("Retry-After");
            this.headers[at++] = header.getKey();
            this.headers[at++] = header.getValue();
        }
        this.ownRetryAfter = retry;
    }

    private Rejection(Rejection of, int status) {
        this.status = status;
        this.contentType = of.contentType;
        this.text = of.text;
        this.body = of.body;
        this.headers = of.headers;
        this.ownRetryAfter = of.ownRetryAfter;
    }

    /** The same with another status. */
    public Rejection withStatus(int other) {
        return new Rejection(this, other);
    }

    /** Length of the body in bytes. */
    public int length() {
        return body.length;
    }

    /** The body in UTF-8; not to be changed. */
    public byte[] bytes() {
        return body;
    }

    /** Headers besides {@code Retry-After} and those of the body. */
    public int headers() {
        return headers.length / 2;
    }

    public String headerName(int index) {
        return headers[2 * index];
    }

    public String headerValue(int index) {
        return headers[2 * index + 1];
    }

    /** Seconds, another number each time so that not all come back at once; null where the headers say it. */
    public @Nullable String retryAfter() {
        return ownRetryAfter ? null : RETRY_AFTER[ThreadLocalRandom.current().nextInt(RETRY_AFTER.length)];
    }
}
