package io.perfagent.instrument.jetty;

import io.perfagent.bootstrap.Hook;
import org.eclipse.jetty.http.pathmap.MappedResource;
import org.jspecify.annotations.Nullable;

/** The servlet that a request is mapped to. */
public final class MappedRouteHook extends Hook {
    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object path, @Nullable Object second, @Nullable Object mapped) {
        if (mapped instanceof MappedResource) {
            Routes.name(((MappedResource<?>) mapped).getPathSpec(), path);
        }
        return mapped;
    }
}
