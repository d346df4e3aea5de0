package io.perfagent.instrument.jetty12;

import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.trace.Operation;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * A request that a limit turns away: asked, and answered, before any handler. Where handlers do not block the thread may be one
 * that reads from the network: then nobody waits.
 */
final class TurnAway {
    private static volatile boolean threadsKnown;

    private TurnAway() {}

    /** Whether it is to be turned away. */
    static boolean asked(Admission admission, Operation operation, Server server, Request request) {
        if (!threadsKnown) {
            threadsKnown = true;
            ThreadPool pool = server.getThreadPool();
            if (pool instanceof ThreadPool.SizedThreadPool) {
                admission.threads(((ThreadPool.SizedThreadPool) pool).getMaxThreads());
            }
        }
        boolean mayWait =
                server.getInvocationType() == Invocable.InvocationType.BLOCKING && !Invocable.isNonBlockingInvocation();
        String path = request.getHttpURI().getCanonicalPath();
        return path != null && admission.enter(operation, path, mayWait, Exchange.READER, request) != null;
    }

    /**
     * Writes the answer; the server completes it. If that fails before anything was written the request goes on as if nobody
     * had asked.
     *
     * @return whether it was written
     */
    static boolean answer(Admission admission, Operation operation, Response response, Callback callback) {
        Rejection rejection = admission.rejection(operation);
        try {
            response.setStatus(rejection.status);
            HttpFields.Mutable headers = response.getHeaders();
            String retryAfter = rejection.retryAfter();
            if (retryAfter != null) {
                headers.put("Retry-After", retryAfter);
            }
            for (int i = 0; i < rejection.headers(); i++) {
                headers.put(rejection.headerName(i), rejection.headerValue(i));
            }
            headers.put("Content-Type", rejection.contentType);
            headers.put("Content-Length", Integer.toString(rejection.length()));
        } catch (RuntimeException e) {
            operation.limitReason = null;
            response.reset();
            return false;
        }
        // From here on it is the callback that tells what came of it.
        response.write(true, ByteBuffer.wrap(rejection.bytes()), callback);
        return true;
    }
}
