package io.perfagent.instrument.jetty;

import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.instrument.family.ServedRequest;
import io.perfagent.trace.Operation;
import java.io.IOException;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * A request that a limit turns away: asked, and answered, before any handler. The request's log, which is written when the
 * exchange is completed, has it.
 */
final class TurnAway {
    private static volatile boolean threadsKnown;

    private TurnAway() {}

    /** Whether it is to be turned away. */
    static boolean asked(Admission admission, Operation operation, HttpChannel channel, ServedRequest served) {
        if (!threadsKnown) {
            threadsKnown = true;
            ThreadPool pool = channel.getServer().getThreadPool();
            if (pool instanceof ThreadPool.SizedThreadPool) {
                admission.threads(((ThreadPool.SizedThreadPool) pool).getMaxThreads());
            }
        }
        String path = channel.getRequest().getPathInfo(); // the whole path, as there is no context yet
        boolean mayWait = !Invocable.isNonBlockingInvocation();
        return path != null && admission.enter(operation, path, mayWait, Requests.READER, served) != null;
    }

    /**
     * Writes the answer; the channel completes it. If that fails the request goes on as if nobody had asked.
     *
     * @return whether it was written
     */
    static boolean answer(Admission admission, Operation operation, HttpChannel channel) {
        Request request = channel.getRequest();
        Response response = channel.getResponse();
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
            request.setHandled(true);
            response.getHttpOutput().write(rejection.bytes(), 0, rejection.length());
            return true;
        } catch (IOException | RuntimeException e) {
            if (response.isCommitted()) {
                return true; // the client is gone
            }
        }
        operation.limitReason = null;
        request.setHandled(false);
        response.reset();
        return false;
    }
}
