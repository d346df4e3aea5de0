package io.perfagent.instrument.family;

import org.jspecify.annotations.Nullable;

/** A host and a port as a header or an authority names them, parsed once per text. */
final class HostPort {
    private static final int CACHE = 64;
    private static final HostPort[] RECENT = new HostPort[CACHE];

    private final String text;
    final String host;

    /** The port, or 0 when none is named. */
    final int port;

    private HostPort(String text, String host, int port) {
        this.text = text;
        this.host = host;
        this.port = port;
    }

    static @Nullable HostPort of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        int index = text.hashCode() & CACHE - 1;
        HostPort recent = RECENT[index];
        if (recent != null && recent.text.equals(text)) {
            return recent;
        }
        HostPort parsed = parse(text);
        RECENT[index] = parsed;
        return parsed;
    }

    private static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        int bracket = text.indexOf(']');
        if (text.startsWith("[") && bracket > 0) {
            String host = text.substring(1, bracket);
            return new HostPort(text, host, colon > bracket ? port(text, colon + 1) : 0);
        }
        if (colon < 0 || text.indexOf(':') != colon) {
            return new HostPort(text, text, 0);
        }
        return new HostPort(text, text.substring(0, colon), port(text, colon + 1));
    }

    private static int port(String text, int start) {
        int port = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port > 65535) {
                return 0;
            }
            port = port * 10 + digit;
        }
        return port > 65535 ? 0 : port;
    }
}
