package io.perfagent.export.otlp;

import java.util.Locale;

/** Which headers a user may set. Source: RFC 9110, sections 5.1 and 5.5. */
final class HttpHeaders {
    private static final String[] OWN = {
        "host",
        "content-length",
        "content-type",
        "content-encoding",
        "transfer-encoding",
        "connection",
        "upgrade",
        "expect",
        "te",
        "trailer",
        "accept-encoding",
        "keep-alive",
        "proxy-connection",
        "grpc-timeout",
        "grpc-encoding",
        "grpc-accept-encoding"
    };
    private static final int MAX_NAME_CHARS = 256;
    private static final int MAX_VALUE_CHARS = 16 * 1024;

    private HttpHeaders() {}

    static boolean mayBeSet(String name, String value) {
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS || value.length() > MAX_VALUE_CHARS) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenChar(name.charAt(i))) {
                return false;
            }
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        String lower = name.toLowerCase(Locale.ROOT);
        for (String own : OWN) {
            if (own.equals(lower)) {
                return false;
            }
        }
        return true;
    }

    /** A name that can be shown: a value pasted in its place is not. */
    static String nameForMessages(String name) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < name.length() && i < 40 && isTokenChar(name.charAt(i)); i++) {
            shown.append(name.charAt(i));
        }
        return shown.toString();
    }

    private static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
