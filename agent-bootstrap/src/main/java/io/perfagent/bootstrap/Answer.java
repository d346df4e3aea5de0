package io.perfagent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Returned by {@link Hook#enter} to say "do not call": the woven method's body is left out and the caller gets this value,
 * or this throwable, instead. Complete before it is returned; the exit only assigns it.
 */
public final class Answer {
    public final @Nullable Object value;
    public final @Nullable Throwable thrown;

    private Answer(@Nullable Object value, @Nullable Throwable thrown) {
        this.value = value;
        this.thrown = thrown;
    }

    public static Answer returning(@Nullable Object value) {
        return new Answer(value, null);
    }

    public static Answer throwing(Throwable thrown) {
        return new Answer(null, thrown);
    }
}
