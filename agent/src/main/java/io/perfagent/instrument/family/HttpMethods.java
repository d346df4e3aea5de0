package io.perfagent.instrument.family;

import java.util.List;

/** The request methods that telemetry names; all others are {@code _OTHER}. */
final class HttpMethods {
    static final String OTHER = "_OTHER";

    private final String[] known;

    HttpMethods(List<String> known) {
        this.known = known.toArray(new String[0]);
    }

    /** The method's own constant, or {@link #OTHER}. */
    String known(String method) {
        for (String one : known) {
            if (one.equals(method)) {
                return one;
            }
        }
        return OTHER;
    }
}
