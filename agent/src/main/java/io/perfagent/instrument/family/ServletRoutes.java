package io.perfagent.instrument.family;

import java.lang.ref.WeakReference;

/**
 * {@code http.route} of a servlet's mapping: the context's path and the pattern, made once per mapping.
 *
 * <p>The default servlet's {@code /} reads {@code /*}, and {@code /} for the root itself, as OpenTelemetry's agent has it.
 * Direct-mapped and bounded; races lose nothing but a string. Safe for all threads.
 */
public final class ServletRoutes {
    private static final int SIZE = 128;

    private final Mapped[] recent = new Mapped[SIZE];

    private static final class Mapped {
        final WeakReference<Object> mapping;
        final String contextPath;
        final String route;

        Mapped(Object mapping, String contextPath, String route) {
            this.mapping = new WeakReference<>(mapping);
            this.contextPath = contextPath;
            this.route = route;
        }
    }

    /**
     * @param mapping the container's object for the mapping; recognised by identity, not kept
     * @param contextPath empty for the root context
     * @param pattern as it was declared
     * @param path the request's path within the context
     */
    public String route(Object mapping, String contextPath, String pattern, String path) {
        if (pattern.equals("/") && path.equals("/")) {
            return contextPath.isEmpty() ? "/" : contextPath + "/";
        }
        int index = System.identityHashCode(mapping) & SIZE - 1;
        Mapped known = recent[index];
        if (known == null || known.mapping.get() != mapping || !known.contextPath.equals(contextPath)) {
            known = new Mapped(
                    mapping, contextPath, pattern.equals("/") ? contextPath + "/*" : join(contextPath, pattern));
            recent[index] = known;
        }
        return known.route;
    }

    /** Context path and pattern as one. */
    public static String join(String contextPath, String pattern) {
        return contextPath + (pattern.startsWith("/") ? pattern : "/" + pattern);
    }
}
