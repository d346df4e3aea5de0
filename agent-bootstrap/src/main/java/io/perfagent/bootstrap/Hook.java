package io.perfagent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * What happens at one woven place; implemented by an instrumentation, called through {@link Seam} only.
 *
 * <p>One instance serves all threads. Whatever a method throws is caught, counted and reported by the seam; the
 * application's own call is not affected. A hook overrides just the methods its {@link Shape} calls.
 */
public abstract class Hook {

    /**
     * Runs before the woven method's body.
     *
     * @param self the receiver, null in a static method
     * @param first the first declared argument of the site, or null
     * @param second the second declared argument of the site, or null
     * @return the state handed to {@link #exit}; null when there is nothing to do at the exit; a {@link Answer} where the
     *     site's shape allows the body to be left out
     */
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return null;
    }

    /**
     * Runs after the woven method's body, normally or by exception, if {@link #enter} returned a state.
     *
     * @param result the returned object; null for void and primitive results
     */
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {}

    /**
     * Runs after the body at sites that look at, or exchange, what is returned.
     *
     * @return what the caller receives, usually {@code result} itself
     */
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        return result;
    }

    /**
     * Runs before the body at sites that may exchange an argument.
     *
     * @return what the body receives, usually {@code argument} itself
     */
    public @Nullable Object argument(@Nullable Object self, @Nullable Object argument) {
        return argument;
    }

    /** Runs after the body, at sites that exchange what an {@link #enter}ed call returns. */
    public @Nullable Object exchanged(
            @Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        exit(self, state, result, thrown);
        return result;
    }
}
