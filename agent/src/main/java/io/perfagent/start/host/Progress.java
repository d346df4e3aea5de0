package io.perfagent.start.host;

import io.perfagent.weave.Moment;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How far the application has come, as marker classes tell while they are loaded. Safe for all threads. */
public final class Progress {
    private volatile int moments;
    private volatile long listeningNanos;
    private volatile long responseNanos;
    private volatile long applicationNanos;
    private volatile @Nullable Thread waiter;

    /** Called on application threads. */
    public synchronized void reached(int moment) {
        int before = moments;
        if ((before & moment) == moment) {
            return;
        }
        long now = System.nanoTime();
        if ((moment & Moment.LISTENING) != 0) {
            listeningNanos = now;
        }
        if ((moment & Moment.RESPONSE) != 0) {
            responseNanos = now;
        }
        if ((moment & Moment.APPLICATION) != 0) {
            applicationNanos = now;
        }
        moments = before | moment;
        wake();
    }

    public void wake() {
        LockSupport.unpark(waiter);
    }

    public void wakes(Thread thread) {
        waiter = thread;
    }

    public boolean has(int moment) {
        return (moments & moment) != 0;
    }

    public long listeningNanos() {
        return listeningNanos;
    }

    public long applicationNanos() {
        return applicationNanos;
    }

    public long responseNanos() {
        return responseNanos;
    }
}
