package io.perfagent.trace.propagation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the headers of one request are read and written, over and over: what is in it is good until it is asked for again.
 * For one thread.
 */
public final class HeaderRoom {
    private static final @Nullable CharSequence[] NO_VALUES = {};
    private static final String[] NO_PAIRS = {};
    private static final byte[] NONE = {};

    /** A header whose bytes are looked at and not kept. */
    public final Latin1View view = new Latin1View();

    final byte[] digits = new byte[W3c.LENGTH];
    private @Nullable CharSequence[] values = NO_VALUES;
    private String[] pairs = NO_PAIRS;

    /** Room for the values of {@code count} headers, all null. */
    public @Nullable CharSequence[] values(int count) {
        if (values.length < count) {
            values = new CharSequence[count];
        }
        Arrays.fill(values, null);
        return values;
    }

    /** Lets go of what was read: the bytes are the server's. */
    public void clear() {
        view.over(NONE, 0, 0);
        Arrays.fill(values, null);
    }

    /** Room for names and values in turn. */
    public String[] pairs(int capacity) {
        String[] known = pairs;
        if (known.length < capacity) {
            known = new String[capacity];
            pairs = known;
        }
        return known;
    }
}
