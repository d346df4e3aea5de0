package io.perfagent.instrument.tomcat;

import io.perfagent.instrument.family.ServletRoutes;
import java.lang.ref.WeakReference;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.mapper.MappingData;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * {@code http.route} of a mapped request: the context's path and the servlet's pattern, made once per servlet.
 *
 * <p>The default servlet's {@code /} reads {@code /*}, and {@code /} for the root itself, as OpenTelemetry's agent has it.
 */
final class Routes {
    private static final int SIZE = 128;

    private final Mapped[] recent = new Mapped[SIZE];

    /** One servlet's patterns and the routes they give. */
    private static final class Mapped {
        final WeakReference<Wrapper> wrapper;
        final String[] patterns;
        final String[] routes;
        final String root;
        final String any;

        Mapped(Wrapper wrapper, String contextPath, String[] patterns) {
            this.wrapper = new WeakReference<>(wrapper);
            this.patterns = patterns;
            this.routes = new String[patterns.length];
            for (int i = 0; i < patterns.length; i++) {
                routes[i] = ServletRoutes.join(contextPath, patterns[i]);
            }
            this.root = contextPath + "/";
            this.any = contextPath + "/*";
        }

        String route(MessageBytes wrapperPath) {
            boolean isDefault = false;
            for (int i = 0; i < patterns.length; i++) {
                String pattern = patterns[i];
                if (pattern.equals("/")) {
                    isDefault = true;
                } else if (wrapperPath.equals(pattern)) {
                    return routes[i];
                }
            }
            for (int i = 0; i < patterns.length; i++) {
                String pattern = patterns[i];
                int length = pattern.length() - 2;
                if (pattern.endsWith("/*")
                        && wrapperPath.getLength() == length
                        && (length == 0 || pattern.startsWith(String.valueOf(wrapperPath)))) {
                    return routes[i];
                }
            }
            for (int i = 0; i < patterns.length; i++) {
                if (patterns[i].startsWith("*.") && String.valueOf(wrapperPath).endsWith(patterns[i].substring(1))) {
                    return routes[i];
                }
            }
            return isDefault && !wrapperPath.equals("/") ? any : root;
        }
    }

    @Nullable
    String route(@Nullable MappingData mapping) {
        Wrapper wrapper = mapping == null ? null : mapping.wrapper;
        if (mapping == null || wrapper == null) {
            return null;
        }
        int index = System.identityHashCode(wrapper) & SIZE - 1;
        Mapped known = recent[index];
        if (known == null || known.wrapper.get() != wrapper) {
            Context context = mapping.context;
            String path = context == null ? "" : context.getPath();
            known = new Mapped(wrapper, path == null ? "" : path, wrapper.findMappings());
            recent[index] = known;
        }
        return known.route(mapping.wrapperPath);
    }
}
