package io.perfagent.it.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one path over some connections, each sending the next as soon as it has its answer (a closed loop), until
 * closed. An answer other than 200, or none, ends the load and is thrown by {@link #close}. Thread-safe.
 */
final class HttpLoad implements Closeable {
    private final int port;
    private final byte[] request;
    private final Thread[] threads;
    private final LongAdder completed = new LongAdder();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    HttpLoad(int port, String path, int connections) {
        this.port = port;
        request = HttpConnection.request(path);
        threads = new Thread[connections];
        for (int i = 0; i < connections; i++) {
            threads[i] = new Thread(this::run, "http-load-" + i);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                try (HttpConnection connection = new HttpConnection(port)) {
                    while (!stopped && connection.isReusable()) {
                        int status = connection.send(request);
                        if (status != 200) {
                            throw new IOException("answered " + status + ": " + connection.body());
                        }
                        completed.increment();
                    }
                }
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
            stopped = true;
        }
    }

    /** Requests answered so far. */
    long completed() {
        return completed.sum();
    }

    /** Stops when the requests under way have been answered. */
    @Override
    public void close() throws IOException {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
