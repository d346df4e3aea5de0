package io.perfagent.export.otlp;

import org.jspecify.annotations.Nullable;

/** What an HTTP server answered, the body cut at a bound. */
final class HttpResponse {
    final int status;
    final @Nullable String retryAfter;
    final String contentType;
    final byte[] body;
    final int bodySize;

    HttpResponse(int status, @Nullable String retryAfter, String contentType, byte[] body, int bodySize) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.contentType = contentType;
        this.body = body;
        this.bodySize = bodySize;
    }
}
