package io.perfagent.it.overload;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/** What ours is compared with, at the same entry: the limiter of a library, and a limit that someone has tuned. */
final class Limiters {
    private static final byte[] BODY = "overloaded\n".getBytes(StandardCharsets.US_ASCII);

    private Limiters() {}

    /**
     * @param name {@code none}; {@code gradient2}: Netflix's concurrency-limits with its defaults; {@code semaphore:<n>:<ms>}:
     *     n at once, others wait so long
     */
    static @Nullable Valve of(String name) {
        if (name.equals("none")) {
            return null;
        }
        if (name.equals("gradient2")) {
            return new LibraryValve(SimpleLimiter.newBuilder()
                    .limit(Gradient2Limit.newDefault())
                    .build());
        }
        String[] parts = name.split(":");
        return new SemaphoreValve(new Semaphore(Integer.parseInt(parts[1])), Long.parseLong(parts[2]));
    }

    private static void reject(Response response) throws IOException {
        response.setStatus(503);
        response.setContentLength(BODY.length);
        response.getOutputStream().write(BODY);
    }

    private static final class LibraryValve extends ValveBase {
        private final Limiter<Void> limiter;

        LibraryValve(Limiter<Void> limiter) {
            super(true);
            this.limiter = limiter;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            Optional<Limiter.Listener> permit = limiter.acquire(null);
            if (permit.isEmpty()) {
                reject(response);
                return;
            }
            try {
                getNext().invoke(request, response);
                if (response.getStatus() >= 500) {
                    permit.get().onDropped();
                } else {
                    permit.get().onSuccess();
                }
            } catch (IOException | ServletException | RuntimeException e) {
                permit.get().onIgnore();
                throw e;
            }
        }
    }

    private static final class SemaphoreValve extends ValveBase {
        private final Semaphore permits;
        private final long waitMillis;

        SemaphoreValve(Semaphore permits, long waitMillis) {
            super(true);
            this.permits = permits;
            this.waitMillis = waitMillis;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            boolean admitted;
            try {
                admitted = permits.tryAcquire(waitMillis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                admitted = false;
            }
            if (!admitted) {
                reject(response);
                return;
            }
            try {
                getNext().invoke(request, response);
            } finally {
                permits.release();
            }
        }
    }
}
