package io.perfagent.trace;

import io.perfagent.export.proto.ProtoWriter;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One timed call in progress, or a context that was carried to this thread; recycled.
 *
 * <p>Owned by one thread at a time: the one that began it or, after {@link Tracing#detach}, whoever ends it. The fields from
 * {@link #subject} on belong to the hook that began it.
 */
public final class Operation {
    /** A carried context; not a call. */
    public static final int CARRIED = -1;

    private static final long REFUSED = 1;

    /** One of {@code OperationKinds}, or {@link #CARRIED}. */
    public int kind;

    long traceIdHi;
    long traceIdLo;
    long spanId;
    long parentSpanId;
    byte flags;
    boolean sampled;
    boolean parentRemote;
    boolean ended;

    @Nullable
    String traceState;

    @Nullable
    String baggage;

    /** {@link System#nanoTime} of the beginning. */
    public long startNanos;

    /** The name and id of the thread that began it. */
    String threadName = "";

    long threadId;

    /** The operation this one is nested in on its thread, or the next one in the free list. */
    @Nullable
    Operation previous;

    public @Nullable Object subject;
    public @Nullable Object detail;
    public @Nullable String route;

    /** How specific {@link #route} is; 0 while there is none. */
    public int routeRank;

    /** What another thread may know this request by while nobody has matched it; null when there is no need. */
    public @Nullable Object routeOwner;

    /** Where the route is found if another thread matches the request. */
    public @Nullable LateRoute lateRoute;

    /** What the operation is known as once it is recorded; its text tells a profile on whose behalf a thread ran. */
    public @Nullable Object key;

    /**
     * Whom to tell when the operation is over, if {@link #isHeld}. The fields that follow are its own. It stays when the
     * operation is recycled: storing a reference in an old object costs a fence.
     */
    @Nullable
    Holder holder;

    boolean isHeld;

    /** Gates that the operation has passed, as bits. */
    public int heldResources;

    /** Places in the caps of its keys, 16 bits each. */
    public long heldKeys;

    /** Whose request it is, as a keyed hash, if its end is to be noted; else 0. */
    public long userKey;

    /** Where it is noted that it holds them; 0 if nowhere. */
    public int holdPlace;

    /** What is noted there. */
    public long holdTicket;

    /** Limited resources that it has used, as bits. */
    public int usedResources;

    /** What kind of path it has. */
    public long pathKind;

    /** The pattern of paths that its path belongs to, of those that are held back last; null for any other path. */
    public @Nullable String exempt;

    /** For how long its connection has waited for a thread of the server. */
    public long queueWaitNanos;

    /** For how long it has waited at gates. */
    public long gateWaitNanos;

    /** For how long it has waited for limited resources. */
    public long resourceWaitNanos;

    /** Why it was turned away; null if it was not. */
    public @Nullable String limitReason;

    /** Of a request: {@link System#nanoTime} until when its caller waits for the answer; 0 if it has not said. */
    public long deadlineNanos;

    public int resends;
    public @Nullable Throwable error;

    /** Whom a client's call was sent to, where its library tells; for a proxied call, the proxy. */
    public @Nullable InetSocketAddress peer;

    /** What the request has read, while that is kept; its own. */
    public @Nullable Object reads;

    /** Whether it was answered from memory, so that there was no call: no span, no duration. */
    public boolean notCalled;

    /** Events of its span so far, encoded; null while there are none. */
    @Nullable
    ProtoWriter events;

    int eventCount;

    Operation() {}

    void clear() {
        kind = CARRIED;
        traceState = null;
        baggage = null;
        previous = null;
        subject = null;
        detail = null;
        route = null;
        routeRank = 0;
        routeOwner = null;
        lateRoute = null;
        key = null;
        if (pathKind != 0) {
            pathKind = 0;
            isHeld = false;
            heldResources = 0;
            heldKeys = 0;
            userKey = 0;
            holdPlace = 0;
            exempt = null;
            usedResources = 0;
            gateWaitNanos = 0;
            resourceWaitNanos = 0;
            limitReason = null;
        }
        queueWaitNanos = 0;
        resends = 0;
        error = null;
        peer = null;
        reads = null;
        notCalled = false;
        events = null;
        eventCount = 0;
        parentSpanId = 0;
        parentRemote = false;
    }

    /** Tells it when the operation is over; for that it must have a {@link #pathKind}. */
    public void hold(Holder by) {
        if (holder != by) {
            holder = by;
        }
        isHeld = true;
    }

    /** Notes why a call is not made. */
    public void refuse(String reason) {
        pathKind = REFUSED; // so that the reason is cleared with it
        limitReason = reason;
    }

    public boolean sampled() {
        return sampled;
    }

    /** The name of the thread that began it. */
    public String threadName() {
        return threadName;
    }

    /** The id of the thread that began it. */
    public long threadId() {
        return threadId;
    }

    public long traceIdHi() {
        return traceIdHi;
    }

    public long traceIdLo() {
        return traceIdLo;
    }

    public long spanId() {
        return spanId;
    }

    public byte flags() {
        return flags;
    }

    public @Nullable String traceState() {
        return traceState;
    }

    public @Nullable String baggage() {
        return baggage;
    }
}
