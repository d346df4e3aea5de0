package io.perfagent.weave;

/** Bits that say what the loading of a marker class tells. */
public final class Moment {
    /** A server socket is open. */
    public static final int LISTENING = 1;

    /** The first request has arrived. */
    public static final int REQUEST = 2;

    /** The first response has been written. */
    public static final int RESPONSE = 4;

    /** Another tracing agent has come. */
    public static final int OTHER_AGENT = 8;

    /** The application's first class is loaded. */
    public static final int APPLICATION = 16;

    private Moment() {}
}
