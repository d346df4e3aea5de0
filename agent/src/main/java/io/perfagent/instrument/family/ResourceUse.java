package io.perfagent.instrument.family;

/** Hears of each wait for a resource, on the thread that has waited. Safe for all threads. */
public abstract class ResourceUse {
    /** @param waitNanos how long the wait for it was, whatever came of it */
    public abstract void waited(long waitNanos);

    /** @param useNanos for how long it was in use by whoever has just given it back, on whatever thread */
    public void used(long useNanos) {}

    /** We have given it another size. */
    public void resized(int size) {}

    /** Makes one for each pool. */
    public interface Of {
        /** @return null if the pool's waits are not wanted */
        @org.jspecify.annotations.Nullable
        ResourceUse pool(ConnectionPool pool);
    }
}
