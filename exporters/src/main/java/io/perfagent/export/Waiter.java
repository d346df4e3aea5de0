package io.perfagent.export;

/** How an exporter waits between attempts; injectable, so that shutdown can cut a wait short and tests need no time. */
public interface Waiter {
    /**
     * Waits for {@code nanos} nanoseconds.
     *
     * @return whether the time has passed; {@code false} asks the caller to give up instead of trying again
     */
    boolean await(long nanos);
}
