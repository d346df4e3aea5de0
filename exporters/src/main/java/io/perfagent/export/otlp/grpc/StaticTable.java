package io.perfagent.export.otlp.grpc;

/** The header fields every HPACK peer knows. Source: RFC 7541, appendix A. */
final class StaticTable {
    static final int SIZE = 61;

    private static final String[] FIELDS = {
        ":authority",
        "",
        ":method",
        "GET",
        ":method",
        "POST",
        ":path",
        "/",
        ":path",
        "/index.html",
        ":scheme",
        "http",
        ":scheme",
        "https",
        ":status",
        "200",
        ":status",
        "204",
        ":status",
        "206",
        ":status",
        "304",
        ":status",
        "400",
        ":status",
        "404",
        ":status",
        "500",
        "accept-charset",
        "",
        "accept-encoding",
        "gzip, deflate",
        "accept-language",
        "",
        "accept-ranges",
        "",
        "accept",
        "",
        "access-control-allow-origin",
        "",
        "age",
        "",
        "allow",
        "",
        "authorization",
        "",
        "cache-control",
        "",
        "content-disposition",
        "",
        "content-encoding",
        "",
        "content-language",
        "",
        "content-length",
        "",
        "content-location",
        "",
        "content-range",
        "",
        "content-type",
        "",
        "cookie",
        "",
        "date",
        "",
        "etag",
        "",
        "expect",
        "",
        "expires",
        "",
        "from",
        "",
        "host",
        "",
        "if-match",
        "",
        "if-modified-since",
        "",
        "if-none-match",
        "",
        "if-range",
        "",
        "if-unmodified-since",
        "",
        "last-modified",
        "",
        "link",
        "",
        "location",
        "",
        "max-forwards",
        "",
        "proxy-authenticate",
        "",
        "proxy-authorization",
        "",
        "range",
        "",
        "referer",
        "",
        "refresh",
        "",
        "retry-after",
        "",
        "server",
        "",
        "set-cookie",
        "",
        "strict-transport-security",
        "",
        "transfer-encoding",
        "",
        "user-agent",
        "",
        "vary",
        "",
        "via",
        "",
        "www-authenticate",
        ""
    };

    private StaticTable() {}

    /** @param index from 1 to {@link #SIZE} */
    static String name(int index) {
        return FIELDS[2 * index - 2];
    }

    /** @param index from 1 to {@link #SIZE} */
    static String value(int index) {
        return FIELDS[2 * index - 1];
    }

    /** The first index of a name, or 0. */
    static int find(String name) {
        for (int i = 1; i <= SIZE; i++) {
            if (name(i).equals(name)) {
                return i;
            }
        }
        return 0;
    }

    /** The index of a field with this name and value, or 0. */
    static int find(String name, String value) {
        for (int i = 1; i <= SIZE; i++) {
            if (name(i).equals(name) && value(i).equals(value)) {
                return i;
            }
        }
        return 0;
    }
}
