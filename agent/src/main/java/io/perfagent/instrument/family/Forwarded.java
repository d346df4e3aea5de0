package io.perfagent.instrument.family;

import org.jspecify.annotations.Nullable;

/** Who asked, and for what, when a proxy stands in front: {@code Forwarded} (RFC 7239) and {@code X-Forwarded-*}. */
final class Forwarded {
    private Forwarded() {}

    static @Nullable String scheme(HttpServerReader reader, Object request, @Nullable String forwarded) {
        String proto = parameter(forwarded, "proto");
        return proto != null ? proto : first(reader.header(request, "x-forwarded-proto"));
    }

    static @Nullable String host(HttpServerReader reader, Object request, @Nullable String forwarded) {
        String host = parameter(forwarded, "host");
        return host != null ? host : first(reader.header(request, "x-forwarded-host"));
    }

    static @Nullable String client(HttpServerReader reader, Object request, @Nullable String forwarded) {
        String client = parameter(forwarded, "for");
        return withoutPort(client != null ? client : first(reader.header(request, "x-forwarded-for")));
    }

    private static @Nullable String withoutPort(@Nullable String address) {
        if (address == null) {
            return null;
        }
        int bracket = address.indexOf(']');
        if (address.startsWith("[") && bracket > 0) {
            return address.substring(1, bracket);
        }
        int colon = address.indexOf(':');
        return colon > 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }

    private static @Nullable String first(@Nullable String list) {
        if (list == null) {
            return null;
        }
        int comma = list.indexOf(',');
        String first = (comma < 0 ? list : list.substring(0, comma)).trim();
        return first.isEmpty() ? null : first;
    }

    /** The value of a parameter in the first element, or null. */
    private static @Nullable String parameter(@Nullable String forwarded, String name) {
        if (forwarded == null) {
            return null;
        }
        int i = 0;
        int n = forwarded.length();
        while (i < n) {
            int end = i;
            boolean quoted = false;
            while (end < n && (quoted || (forwarded.charAt(end) != ';' && forwarded.charAt(end) != ','))) {
                if (forwarded.charAt(end) == '"') {
                    quoted = !quoted;
                }
                end++;
            }
            int equals = forwarded.indexOf('=', i);
            if (equals > 0
                    && equals < end
                    && forwarded.substring(i, equals).trim().equalsIgnoreCase(name)) {
                String value = forwarded.substring(equals + 1, end).trim();
                int last = value.length() - 1;
                if (last >= 1 && value.charAt(0) == '"' && value.charAt(last) == '"') {
                    value = value.substring(1, last);
                }
                return value.isEmpty() ? null : value;
            }
            i = end + 1;
        }
        return null;
    }
}
