package io.perfagent.config;

import java.util.List;

/** Which libraries are seen, and what of their calls. */
public final class InstrumentationSettings {
    private static final String PREFIX = "OTEL_INSTRUMENTATION_";
    private static final String SUFFIX = "_ENABLED";

    public static final Setting<Boolean> DEFAULT_ENABLED = Setting.bool(
                    "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", true)
            .property("otel.instrumentation.common.default-enabled")
            .about("Whether libraries are woven that `OTEL_INSTRUMENTATION_<NAME>_ENABLED` says nothing of.");

    public static final Setting<List<String>> SERVER_REQUEST_HEADERS = headers("server", "request");
    public static final Setting<List<String>> SERVER_RESPONSE_HEADERS = headers("server", "response");
    public static final Setting<List<String>> CLIENT_REQUEST_HEADERS = headers("client", "request");
    public static final Setting<List<String>> CLIENT_RESPONSE_HEADERS = headers("client", "response");

    public static final Setting<List<String>> KNOWN_METHODS = Setting.list(
                    "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS",
                    List.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"))
            .property("otel.instrumentation.http.known-methods")
            .rare()
            .about("HTTP methods that are recorded by name; any other is `_OTHER`.");

    public static final Setting<Boolean> QUERY_SANITIZATION = Setting.bool(
                    "OTEL_INSTRUMENTATION_COMMON_DB_QUERY_SANITIZATION_ENABLED", true)
            .property("otel.instrumentation.common.db.query-sanitization.enabled")
            .olderKey("OTEL_INSTRUMENTATION_COMMON_DB_STATEMENT_SANITIZER_ENABLED")
            .about("Replaces literals in query texts by `?`.")
            .cost("When false, whatever the application writes into its queries leaves the process.");

    private InstrumentationSettings() {}

    private static Setting<List<String>> headers(String side, String message) {
        String property = "otel.instrumentation.http."
                .concat(side)
                .concat(".capture-")
                .concat(message)
                .concat("-headers");
        return Setting.list(Keys.key(property), List.of())
                .property(property)
                .rare()
                .defaultText("none")
                .about("Names of the HTTP "
                        .concat(side)
                        .concat("'s ")
                        .concat(message)
                        .concat(" headers that are recorded as span attributes."))
                .cost("What is in them leaves the process.")
                .example("x-tenant");
    }

    /** The key that turns one instrumentation on or off. */
    static String enabledKey(String name) {
        return PREFIX.concat(Keys.key(name)).concat(SUFFIX);
    }

    /** Whether a key turns one instrumentation on or off. */
    static boolean isEnabledKey(String key) {
        return key.startsWith(PREFIX)
                && key.endsWith(SUFFIX)
                && key.length() > PREFIX.length() + SUFFIX.length()
                && !key.startsWith("COMMON_", PREFIX.length());
    }

    /** Whether one key that turns an instrumentation on or off is the other with a version: 5_0 after HTTPCLIENT. */
    static boolean differByVersion(String longer, String shorter) {
        int end = shorter.length() - SUFFIX.length();
        return longer.length() > end + 1
                && longer.startsWith(shorter.substring(0, end))
                && longer.charAt(end) == '_'
                && Character.isDigit(longer.charAt(end + 1));
    }

    static Setting<?>[] all() {
        return new Setting<?>[] {
            DEFAULT_ENABLED,
            SERVER_REQUEST_HEADERS,
            SERVER_RESPONSE_HEADERS,
            CLIENT_REQUEST_HEADERS,
            CLIENT_RESPONSE_HEADERS,
            KNOWN_METHODS,
            QUERY_SANITIZATION
        };
    }
}
