package io.perfagent.export;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Events on their way to the exporters: bounded, without locks. Any thread offers, the export thread takes. */
public final class EventQueue {
    /** Events kept; those offered beyond it are dropped and counted. */
    public static final int CAPACITY = 256;

    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();

    /** Adds an event; false if it was dropped because the queue is full. */
    public boolean offer(Event event) {
        if (size.incrementAndGet() > CAPACITY) {
            size.decrementAndGet();
            dropped.incrementAndGet();
            return false;
        }
        return events.add(event);
    }

    @Nullable
    Event poll() {
        Event event = events.poll();
        if (event != null) {
            size.decrementAndGet();
        }
        return event;
    }

    /** Events waiting. */
    public int size() {
        return size.get();
    }

    /** Events dropped since the start. */
    public long dropped() {
        return dropped.get();
    }
}
