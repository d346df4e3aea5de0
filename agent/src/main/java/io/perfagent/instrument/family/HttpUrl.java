package io.perfagent.instrument.family;

import org.jspecify.annotations.Nullable;

/** What the semantic conventions want done to URLs: no credentials, no signatures. */
public final class HttpUrl {
    private static final String[] SIGNATURES = {
        "AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature", "X-Amz-Signature", "X-Amz-Security-Token"
    };

    private HttpUrl() {}

    /** The query with the values of signature parameters replaced by {@code REDACTED}. */
    public static @Nullable String redactQuery(@Nullable String query) {
        if (query == null) {
            return null;
        }
        String redacted = query;
        for (String name : SIGNATURES) {
            int from = 0;
            int at;
            while ((at = redacted.indexOf(name, from)) >= 0) {
                int equals = at + name.length();
                from = equals;
                boolean starts = at == 0 || redacted.charAt(at - 1) == '&' || redacted.charAt(at - 1) == '?';
                if (starts && equals < redacted.length() && redacted.charAt(equals) == '=') {
                    int end = redacted.indexOf('&', equals);
                    int stop = end < 0 ? redacted.length() : end;
                    redacted = redacted.substring(0, equals + 1) + "REDACTED" + redacted.substring(stop);
                }
            }
        }
        return redacted;
    }

    /** A full URL without credentials and signatures. */
    public static String redact(String url) {
        String clean = url;
        int authority = clean.indexOf("://");
        if (authority >= 0) {
            int start = authority + 3;
            int end = start;
            while (end < clean.length() && "/?#".indexOf(clean.charAt(end)) < 0) {
                end++;
            }
            int at = clean.lastIndexOf('@', end - 1);
            if (at >= start) {
                boolean password = clean.substring(start, at).indexOf(':') >= 0;
                clean = clean.substring(0, start) + (password ? "REDACTED:REDACTED" : "REDACTED") + clean.substring(at);
            }
        }
        int query = clean.indexOf('?');
        if (query < 0) {
            return clean;
        }
        String after = clean.substring(query + 1);
        String redacted = redactQuery(after);
        return after.equals(redacted) ? clean : clean.substring(0, query + 1) + redacted;
    }

    /** The version that {@code HTTP/1.1} or {@code HTTP/2.0} names, as {@code network.protocol.version} has it. */
    public static String version(@Nullable String protocol) {
        if (protocol == null || !protocol.startsWith("HTTP/")) {
            return "";
        }
        switch (protocol) {
            case "HTTP/1.1":
                return "1.1";
            case "HTTP/2.0":
            case "HTTP/2":
                return "2";
            case "HTTP/1.0":
                return "1.0";
            case "HTTP/3.0":
            case "HTTP/3":
                return "3";
            default:
                return protocol.substring(5);
        }
    }
}
