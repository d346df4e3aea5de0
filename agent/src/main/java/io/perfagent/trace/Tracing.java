package io.perfagent.trace;

import io.perfagent.export.proto.EncodedKey;
import io.perfagent.export.proto.ProtoWriter;
import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.propagation.RemoteContext;
import io.perfagent.trace.sampling.IdGenerator;
import io.perfagent.trace.sampling.Sampler;
import io.perfagent.trace.side.SideTable;
import io.perfagent.trace.timeline.Timeline;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends operations: parentage, sampling, context; and starts the span of a sampled one.
 *
 * <p>Safe for all threads; each operation belongs to one thread at a time. Metrics are not its business: they are recorded
 * for every operation, sampled or not.
 */
public final class Tracing {
    private static final EncodedKey THREAD_ID = new EncodedKey("thread.id");
    private static final EncodedKey THREAD_NAME = new EncodedKey("thread.name");
    private static final byte SAMPLED = 1;

    /** W3C Trace Context level 2: our own trace ids are random. */
    private static final byte RANDOM_TRACE_ID = 2;

    static final int FLAGS_HAS_IS_REMOTE = 0x100;
    private static final int FLAGS_IS_REMOTE = 0x200;

    private final Sampler sampler;
    private final Propagation propagation;
    private final SpanRing ring;
    private final SideTable side;
    private final boolean spans;
    private final int maxAttributeChars;
    private final LongAdder abandoned = new LongAdder();
    private final LongAdder begun = new LongAdder();
    private final LongAdder leftOut = new LongAdder();

    /** Set under stress: spans are not sampled, metrics go on. */
    private volatile boolean unsampled;

    /** Set under heavier stress: nothing begins. */
    private volatile boolean paused;

    /** There while a profiler wants to know which operation a thread was in. */
    private volatile @Nullable Timeline timeline;

    /**
     * @param spans whether spans are exported at all
     * @param maxAttributeChars longest attribute value
     */
    public Tracing(
            Sampler sampler,
            Propagation propagation,
            SpanRing ring,
            SideTable side,
            boolean spans,
            int maxAttributeChars) {
        this.sampler = sampler;
        this.propagation = propagation;
        this.ring = ring;
        this.side = side;
        this.spans = spans;
        this.maxAttributeChars = maxAttributeChars;
    }

    public Propagation propagation() {
        return propagation;
    }

    public SideTable side() {
        return side;
    }

    public SpanRing ring() {
        return ring;
    }

    /** A child of what is current on this thread, or a root; null on threads of ours and while paused. */
    public @Nullable Operation begin(int kind) {
        ThreadState thread = ThreadState.get();
        if (thread.ignored || paused) {
            return null;
        }
        Operation parent = thread.current;
        Operation operation = thread.acquire();
        operation.kind = kind;
        if (parent == null) {
            root(operation);
        } else {
            operation.traceIdHi = parent.traceIdHi;
            operation.traceIdLo = parent.traceIdLo;
            operation.parentSpanId = parent.spanId;
            operation.traceState = parent.traceState;
            operation.baggage = parent.baggage;
            operation.parentRemote = false;
            sample(operation, parent.flags, true, (parent.flags & SAMPLED) != 0, false);
        }
        return started(thread, operation);
    }

    /**
     * The child of a remote caller, or a root.
     *
     * <p>A request is the outermost operation of its thread: what an earlier one has left there is abandoned, and counted.
     */
    public @Nullable Operation beginRequest(int kind, @Nullable RemoteContext remote) {
        ThreadState thread = ThreadState.get();
        if (thread.ignored || paused) {
            return null;
        }
        while (thread.current != null) {
            abandon(thread);
        }
        Operation operation = thread.acquire();
        operation.kind = kind;
        if (remote == null || remote.spanId == 0) {
            root(operation);
            operation.baggage = remote == null ? null : remote.baggage;
        } else {
            operation.traceIdHi = remote.traceHi;
            operation.traceIdLo = remote.traceLo;
            operation.parentSpanId = remote.spanId;
            operation.traceState = remote.traceState;
            operation.baggage = remote.baggage;
            operation.parentRemote = true;
            sample(operation, remote.flags, remote.sampledKnown, (remote.flags & SAMPLED) != 0, true);
        }
        return started(thread, operation);
    }

    private void root(Operation operation) {
        operation.traceIdHi = IdGenerator.traceIdHi();
        operation.traceIdLo = IdGenerator.traceIdLo();
        sample(operation, RANDOM_TRACE_ID, false, false, false);
    }

    /**
     * Whether it is sampled, as this process and those that it calls are to know it: where no span is exported at all, others are
     * told what the sampler says.
     *
     * @param hasParent whether the parent has decided
     */
    private void sample(
            Operation operation, byte parentFlags, boolean hasParent, boolean parentSampled, boolean remote) {
        boolean sampled = !unsampled && sampler.sample(hasParent, parentSampled, remote, operation.traceIdLo);
        operation.sampled = spans && sampled;
        operation.flags = (byte) (sampled ? parentFlags | SAMPLED : parentFlags & ~SAMPLED);
    }

    private Operation started(ThreadState thread, Operation operation) {
        operation.spanId = IdGenerator.spanId();
        Thread self = Thread.currentThread();
        operation.threadName = self.getName();
        operation.threadId = self.getId();
        operation.previous = thread.current;
        thread.current = operation;
        begun.increment();
        operation.startNanos = System.nanoTime();
        Timeline watched = timeline;
        if (watched != null) {
            watched.goesOn(operation.threadId, operation.startNanos, operation.spanId);
        }
        return operation;
    }

    /** Makes a carried context current on this thread; null on threads of ours. To be given to {@link #end}. */
    public @Nullable Operation attach(Snapshot context) {
        ThreadState thread = ThreadState.get();
        if (thread.ignored) {
            return null;
        }
        Operation operation = thread.acquire();
        operation.kind = Operation.CARRIED;
        operation.traceIdHi = context.traceIdHi;
        operation.traceIdLo = context.traceIdLo;
        operation.spanId = context.spanId;
        operation.flags = context.flags;
        operation.sampled = context.sampled;
        operation.traceState = context.traceState;
        operation.baggage = context.baggage;
        operation.previous = thread.current;
        thread.current = operation;
        goesOn(thread);
        return operation;
    }

    /** Tells the timeline, if there is one, what this thread goes on with. */
    private void goesOn(ThreadState thread) {
        Timeline watched = timeline;
        if (watched != null) {
            watched.goesOn(Thread.currentThread().getId(), System.nanoTime(), spanId(thread.current));
        }
    }

    private static long spanId(@Nullable Operation current) {
        return current == null ? 0 : current.spanId;
    }

    /**
     * The context of an operation that is about to end, for what its thread still does on its behalf. On no thread yet: to be
     * given to {@link #resume}, and then to {@link #end}.
     */
    public Operation successor(Operation operation) {
        Operation context = ThreadState.get().acquire();
        context.kind = Operation.CARRIED;
        context.traceIdHi = operation.traceIdHi;
        context.traceIdLo = operation.traceIdLo;
        context.spanId = operation.spanId;
        context.flags = operation.flags;
        context.sampled = operation.sampled;
        context.traceState = operation.traceState;
        context.baggage = operation.baggage;
        return context;
    }

    /** As {@link #attach(Snapshot)}, for the context kept beside a task. */
    public @Nullable Operation attach(Carrier carrier) {
        Snapshot context = carrier.context;
        return context == null ? null : attach(context);
    }

    /**
     * A recycled operation that is neither a call nor current: it holds what its owner needs until {@link #end}; null on
     * threads of ours.
     */
    public @Nullable Operation hold() {
        ThreadState thread = ThreadState.get();
        return thread.ignored ? null : thread.acquire();
    }

    /** Takes an operation off its thread without ending it; it is then ended by whoever {@link #resume}s or ends it. */
    public void detach(Operation operation) {
        Object owner = operation.routeOwner;
        if (owner != null) {
            operation.routeOwner = null; // a detached operation keeps no request alive
            operation.lateRoute = new LateRoute(owner, side);
            side.add(operation.lateRoute);
        }
        ThreadState thread = ThreadState.get();
        pop(thread, operation);
        goesOn(thread);
    }

    /** Makes a detached operation current on this thread. */
    public void resume(Operation operation) {
        ThreadState thread = ThreadState.get();
        operation.previous = thread.current;
        thread.current = operation;
        goesOn(thread);
    }

    /**
     * Takes all that is current off this thread, so that a loop of a library that is started now belongs to no call.
     *
     * @return to be given to {@link #show}; null if nothing is current
     */
    public @Nullable Operation hide() {
        ThreadState thread = ThreadState.get();
        Operation hidden = thread.current;
        thread.current = null;
        goesOn(thread);
        return hidden;
    }

    /** Makes current again what {@link #hide} took off this thread. */
    public void show(Operation hidden) {
        ThreadState thread = ThreadState.get();
        while (thread.current != null) {
            abandon(thread);
        }
        thread.current = hidden;
        goesOn(thread);
    }

    /** Ends and recycles an operation; the caller must not touch it afterwards. */
    public void end(Operation operation) {
        end(operation, 0);
    }

    /**
     * As above.
     *
     * @param endNanos {@link System#nanoTime} of the end, for whom a look at the clock is saved; 0 for now
     */
    public void end(Operation operation, long endNanos) {
        ThreadState thread = ThreadState.get();
        if (operation.ended) {
            return;
        }
        pop(thread, operation);
        operation.ended = true;
        release(operation, true, endNanos);
        Timeline watched = timeline;
        if (watched != null) {
            boolean call = operation.kind != Operation.CARRIED;
            watched.ends(
                    Thread.currentThread().getId(),
                    System.nanoTime(),
                    spanId(thread.current),
                    call ? operation.spanId : 0,
                    call && !operation.parentRemote ? operation.parentSpanId : 0,
                    operation.traceIdHi,
                    operation.traceIdLo,
                    call ? operation.key : null);
        }
        thread.release(operation);
    }

    /** Takes the operation, and what has been left above it, off the thread; nothing if it is not on it. */
    private void pop(ThreadState thread, Operation operation) {
        Operation above = thread.current;
        while (above != null && above != operation) {
            above = above.previous;
        }
        if (above == null) {
            return;
        }
        while (thread.current != operation) {
            abandon(thread);
        }
        thread.current = operation.previous;
        operation.previous = null;
    }

    private void abandon(ThreadState thread) {
        Operation left = thread.current;
        if (left != null) {
            thread.current = left.previous;
            left.previous = null;
            if (left.kind != Operation.CARRIED) {
                abandoned.increment();
                release(left, false, 0);
            }
        }
    }

    private static void release(Operation operation, boolean complete, long endNanos) {
        Holder holder = operation.isHeld ? operation.holder : null;
        if (holder != null) {
            operation.isHeld = false;
            holder.release(operation, complete, endNanos == 0 ? System.nanoTime() : endNanos);
        }
    }

    /**
     * Starts the span of an operation that ends: identity, name, kind and times are written.
     *
     * @return the span, to be completed and published; null if the operation is not sampled
     */
    public @Nullable Span span(Operation operation, Scope scope, String name, int kind, long endNanos) {
        if (!operation.sampled) {
            return null;
        }
        Span span = ThreadState.get().span(maxAttributeChars);
        span.begin(ring, scope);
        ProtoWriter out = span.out;
        out.bytes16(1, operation.traceIdHi, operation.traceIdLo);
        out.bytes8(2, operation.spanId);
        if (operation.traceState != null) {
            out.string(3, operation.traceState);
        }
        if (operation.parentSpanId != 0) {
            out.bytes8(4, operation.parentSpanId);
        }
        out.string(5, name);
        out.varint(6, kind);
        out.fixed64(7, UnixTime.ofNanoTime(operation.startNanos));
        out.fixed64(8, UnixTime.ofNanoTime(endNanos));
        out.fixed32(
                16, (operation.flags & 0xff) | FLAGS_HAS_IS_REMOTE | (operation.parentRemote ? FLAGS_IS_REMOTE : 0));
        SpanEvents.write(operation, out);
        span.attributes.put(THREAD_ID, operation.threadId);
        span.attributes.put(THREAD_NAME, operation.threadName);
        return span;
    }

    /** A new trace of what is over; null if the sampler does not want it. */
    public @Nullable PastSpans past() {
        long hi = IdGenerator.traceIdHi();
        long lo = IdGenerator.traceIdLo();
        boolean wanted = spans && !unsampled && sampler.sample(false, false, false, lo);
        return wanted ? new PastSpans(ring, maxAttributeChars, hi, lo) : null;
    }

    /** From now on it is remembered what threads work on; null: no longer. */
    public void watch(@Nullable Timeline watcher) {
        timeline = watcher;
    }

    /** Sampling stops, or goes on. */
    public void setUnsampled(boolean stop) {
        unsampled = stop;
    }

    /** All recording stops, or goes on. */
    public void setPaused(boolean stop) {
        paused = stop;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Operations that were left on a thread by a call that never returned to us. */
    public long abandoned() {
        return abandoned.sum();
    }

    /** Operations begun since the start. */
    public long begun() {
        return begun.sum();
    }

    /** Takes note of a call that is not recorded because there is no room to follow it. */
    public void countLeftOut() {
        leftOut.increment();
    }

    /** Calls that found no room to be followed. */
    public long leftOut() {
        return leftOut.sum();
    }
}
