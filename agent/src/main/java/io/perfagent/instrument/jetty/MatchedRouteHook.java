package io.perfagent.instrument.jetty;

import io.perfagent.bootstrap.Hook;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.jspecify.annotations.Nullable;

/** The servlet that a request is mapped to. */
public final class MatchedRouteHook extends Hook {
    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object path, @Nullable Object second, @Nullable Object mapped) {
        if (mapped instanceof MatchedResource) {
            Routes.name(((MatchedResource<?>) mapped).getPathSpec(), path);
        }
        return mapped;
    }
}
