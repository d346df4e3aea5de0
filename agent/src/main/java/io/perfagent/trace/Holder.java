package io.perfagent.trace;

/** Something that an operation holds as long as it lasts, such as its place behind a gate. */
public abstract class Holder {
    /**
     * The operation has ended, or was abandoned; called once, on whatever thread that happens.
     *
     * @param complete whether it has ended as it should
     * @param endNanos {@link System#nanoTime} of that
     */
    public abstract void release(Operation operation, boolean complete, long endNanos);
}
