package io.perfagent.coldstart.record;

/** One piece of work at the start. Times are {@link System#nanoTime}; written by its own thread, read by any. */
public final class StartRecord {
    public final int kind;
    public final String name;

    /** Identity hash of the object it is about; 0 if it is about none. */
    public final int subject;

    public final long threadId;
    public final String threadName;
    public final long startNanos;

    /** 0 while it is under way. */
    public volatile long endNanos;

    /** Whether it was ended by an exception. */
    public boolean failed;

    public StartRecord(int kind, String name, int subject, long threadId, String threadName, long startNanos) {
        this.kind = kind;
        this.name = name;
        this.subject = subject;
        this.threadId = threadId;
        this.threadName = threadName;
        this.startNanos = startNanos;
    }
}
