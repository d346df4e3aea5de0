package io.perfagent.sample.shop;

import java.io.Closeable;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * What has been started so far, one line printed for each, and ended again in the opposite order.
 *
 * <p>Thread-safe: a shutdown hook may close it at any time. It then waits for the stage that is being opened, so that no
 * process is started and forgotten.
 */
final class Stages implements Closeable {
    /** Starts one thing; its {@code toString} is what is printed about it. */
    interface Opener<T> {
        T open() throws Exception;
    }

    private final PrintStream out;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean closed;

    Stages(PrintStream out) {
        this.out = out;
    }

    /**
     * Opens something that {@link #close} is to close.
     *
     * @throws IllegalStateException if this has been closed already; nothing is opened then
     */
    synchronized <T extends AutoCloseable> T open(String name, Opener<T> opener) throws Exception {
        if (closed) {
            throw new IllegalStateException("the shop is being closed");
        }
        long startNanos = System.nanoTime();
        T stage = opener.open();
        opened.push(stage);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        out.println(String.format(Locale.ROOT, "%6.2f s  %-9s %s", seconds, name, stage));
        return stage;
    }

    /** Whether it has been closed; waits while it is being. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Closes everything, last opened first; what fails is printed and does not stop the others. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!opened.isEmpty()) {
            AutoCloseable stage = opened.pop();
            try {
                stage.close();
            } catch (Exception | LinkageError e) {
                // The second, when the jar has been built anew under a running shop.
                out.println("could not close " + stage + ": " + e);
            }
        }
    }
}
