package io.perfagent.instrument.tomcat;

import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.AsciiCache;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.trace.Operation;
import java.io.IOException;
import java.io.PrintWriter;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.tomcat.util.buf.CharChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * A request that a limit turns away: asked, and answered, before any filter, listener, authenticator or error page of the
 * application. The access log, which is a valve above, is written as ever.
 */
final class TurnAway {
    private static volatile boolean threadsKnown;

    private TurnAway() {}

    /** Whether it is to be turned away. */
    static boolean asked(Admission admission, Operation operation, Request request) {
        if (!threadsKnown) {
            threadsKnown = true;
            Object threads = request.getConnector().getProperty("maxThreads");
            if (threads instanceof Integer) {
                admission.threads((Integer) threads);
            }
        }
        String path = path(request.getCoyoteRequest().decodedURI());
        return path != null
                && admission.enter(operation, path, true, ServiceHook.READER, request.getCoyoteRequest()) != null;
    }

    private static @Nullable String path(MessageBytes decoded) {
        if (decoded.getType() == MessageBytes.T_CHARS) {
            CharChunk chars = decoded.getCharChunk();
            return AsciiCache.string(chars.getBuffer(), chars.getStart(), chars.getLength());
        }
        return decoded.toString();
    }

    /**
     * Writes the whole answer. If that fails the request goes on as if nobody had asked.
     *
     * @return whether it was written
     */
    static boolean answer(Admission admission, Operation operation, Response response) {
        try {
            Rejection rejection = admission.rejection(operation);
            response.setStatus(rejection.status);
            String retryAfter = rejection.retryAfter();
            if (retryAfter != null) {
                response.setHeader("Retry-After", retryAfter);
            }
            for (int i = 0; i < rejection.headers(); i++) {
                response.setHeader(rejection.headerName(i), rejection.headerValue(i));
            }
            response.setContentType(rejection.contentType);
            response.setContentLength(rejection.length());
            PrintWriter body = response.getReporter();
            if (body != null) {
                body.write(rejection.text);
                response.finishResponse();
                return true;
            }
        } catch (IOException | RuntimeException e) {
            if (response.isCommitted()) {
                return true; // the client is gone
            }
        }
        operation.limitReason = null;
        response.reset(); // its length and all else would be the application's answer's
        return false;
    }
}
