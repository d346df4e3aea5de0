package io.perfagent.profile.attribution;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Samples that wait until the operation they belong to has ended, because only then its name is known. Bounded; not
 * thread-safe.
 */
public final class WaitingSamples<S> {
    /** Gets each sample once. */
    @FunctionalInterface
    public interface Sink<S> {
        /** @param owner {@link Owner#RUNNING} if it has not ended in time; null if the thread was in no known operation */
        void decided(S sample, @Nullable Owner owner);
    }

    private record Waiting<S>(long threadId, long nanoTime, S sample) {}

    private final Owners owners;
    private final int max;
    private final long maxWaitNanos;
    private final ArrayDeque<Waiting<S>> waiting = new ArrayDeque<>();

    /**
     * @param max how many may wait; the oldest is decided when there is no room
     * @param maxWaitNanos for how long one waits at most
     */
    public WaitingSamples(Owners owners, int max, long maxWaitNanos) {
        this.owners = owners;
        this.max = max;
        this.maxWaitNanos = maxWaitNanos;
    }

    /**
     * Takes a sample, and decides it at once if that can be done.
     *
     * @param threadId of the thread that was sampled
     * @param nanoTime when, in {@link System#nanoTime}
     */
    public void add(long threadId, long nanoTime, S sample, Sink<S> sink) {
        Owner owner = owners.at(threadId, nanoTime);
        if (owner != Owner.RUNNING) {
            sink.decided(sample, owner);
            return;
        }
        if (waiting.size() >= max) {
            Waiting<S> oldest = waiting.poll();
            if (oldest != null) {
                sink.decided(oldest.sample, knownToRun(owners.at(oldest.threadId, oldest.nanoTime)));
            }
        }
        waiting.add(new Waiting<>(threadId, nanoTime, sample));
    }

    /** Decides what can be decided by now, or has waited for too long. */
    public void advance(long nowNanos, Sink<S> sink) {
        Iterator<Waiting<S>> each = waiting.iterator();
        while (each.hasNext()) {
            Waiting<S> next = each.next();
            Owner owner = owners.at(next.threadId, next.nanoTime);
            if (owner != Owner.RUNNING || nowNanos - next.nanoTime > maxWaitNanos) {
                each.remove();
                sink.decided(next.sample, knownToRun(owner));
            }
        }
    }

    /** Decides all that is left. */
    public void finish(Sink<S> sink) {
        for (Waiting<S> next : waiting) {
            sink.decided(next.sample, knownToRun(owners.at(next.threadId, next.nanoTime)));
        }
        waiting.clear();
    }

    /** Who waits was in an operation, even if that is no longer remembered. */
    private static Owner knownToRun(@Nullable Owner owner) {
        return owner == null ? Owner.RUNNING : owner;
    }

    /** How many wait. */
    public int size() {
        return waiting.size();
    }
}
