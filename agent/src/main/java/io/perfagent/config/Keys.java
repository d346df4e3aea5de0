package io.perfagent.config;

/** Spellings of a setting's name. Keys are spelt as environment variables. */
final class Keys {
    private Keys() {}

    /** Whether a name, in any spelling, is one of those that settings have. */
    static boolean ours(String name) {
        return name.startsWith("otel.")
                || name.startsWith("perf.agent.")
                || name.startsWith("OTEL_")
                || name.startsWith("PERF_AGENT_");
    }

    /** {@code otel.service-name} to {@code OTEL_SERVICE_NAME}; a key stays what it is. */
    static String key(String name) {
        char[] chars = new char[name.length()];
        for (int i = 0; i < chars.length; i++) {
            char c = name.charAt(i);
            if (c >= 'a' && c <= 'z') {
                c = (char) (c - 32);
            } else if (c == '.' || c == '-') {
                c = '_';
            }
            chars[i] = c;
        }
        return new String(chars);
    }

    /** {@code PERF_AGENT_SUMMARY} to {@code perf.agent.summary}. */
    static String property(String key) {
        char[] chars = new char[key.length()];
        for (int i = 0; i < chars.length; i++) {
            char c = key.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                c = (char) (c + 32);
            } else if (c == '_') {
                c = '.';
            }
            chars[i] = c;
        }
        return new String(chars);
    }
}
