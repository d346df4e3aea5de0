package io.perfagent.instrument.resteasy;

import io.perfagent.instrument.family.ServerRoutes;
import io.perfagent.trace.Operation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URI;
import org.jboss.resteasy.core.ResourceLocatorInvoker;
import org.jboss.resteasy.core.ResourceMethodInvoker;
import org.jboss.resteasy.spi.HttpRequest;
import org.jboss.resteasy.spi.metadata.ResourceLocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads RESTEasy's invokers and requests. The field with an invoker's template has no accessor, and the type of a request's
 * URI is another one in each line of versions: both are read by handles, which are made once per RESTEasy.
 */
final class Invokers {
    private static final MethodHandle METHOD = template(ResourceMethodInvoker.class);
    private static final MethodHandle LOCATOR = template(ResourceLocatorInvoker.class);
    private static final MethodHandle BASE_URI = baseUri();

    private Invokers() {}

    private static MethodHandle template(Class<?> invoker) {
        try {
            Field field = invoker.getDeclaredField("method");
            field.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectGetter(field)
                    .asType(MethodType.methodType(ResourceLocator.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no template in " + invoker.getName(), e);
        }
    }

    private static MethodHandle baseUri() {
        try {
            Method uri = HttpRequest.class.getMethod("getUri");
            Method base = uri.getReturnType().getMethod("getBaseUri");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return MethodHandles.filterReturnValue(lookup.unreflect(uri), lookup.unreflect(base))
                    .asType(MethodType.methodType(URI.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no base URI in RESTEasy's requests", e);
        }
    }

    /** The path of the context and the application, as the request has it. */
    static @Nullable String basePath(Object request) {
        try {
            URI base = (URI) BASE_URI.invokeExact(request);
            return base == null ? null : base.getRawPath();
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    /** Names the route of a request that an invoker was found for, below what is known of it. */
    static void match(ServerRoutes routes, Operation operation, String above, Object invoker) {
        try {
            if (invoker instanceof ResourceMethodInvoker) {
                ResourceLocator method = (ResourceLocator) METHOD.invokeExact(invoker);
                String route = routes.segments(above, method.getFullpath());
                routes.match(operation, route.isEmpty() ? "/" : route);
            } else if (invoker instanceof ResourceLocatorInvoker) {
                ResourceLocator locator = (ResourceLocator) LOCATOR.invokeExact(invoker);
                String route = routes.segments(above, locator.getFullpath());
                routes.matchPart(operation, route.isEmpty() ? "/" : route);
            }
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    private static IllegalStateException failed(Throwable thrown) {
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        return new IllegalStateException(thrown);
    }
}
