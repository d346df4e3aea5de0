package io.perfagent.sample.hot;

import java.util.ArrayDeque;
import java.util.Queue;

/** Leak: sessions are kept and never asked for again, up to a bound that lets the process live. */
final class Sessions {
    private static final int LEAKED = 800;
    private static final int KEPT = 16;
    private static final int STATE_BYTES = 60_000;

    /** What a visitor has done. */
    private static final class Session {
        private final byte[] state = new byte[STATE_BYTES];
    }

    private final Queue<Session> sessions = new ArrayDeque<>();
    private final boolean causes;

    Sessions(boolean causes) {
        this.causes = causes;
    }

    synchronized String open() {
        if (!causes && sessions.size() >= KEPT) {
            sessions.remove();
        }
        if (sessions.size() < LEAKED) {
            sessions.add(newSession());
        }
        long bytes = 0;
        Session last = sessions.peek();
        if (last != null) {
            bytes = last.state.length;
        }
        return "session of " + bytes;
    }

    private static Session newSession() {
        return new Session();
    }
}
