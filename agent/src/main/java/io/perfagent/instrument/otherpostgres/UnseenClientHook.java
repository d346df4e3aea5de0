package io.perfagent.instrument.otherpostgres;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import org.jspecify.annotations.Nullable;

/** A client that is not seen connects, or sends something. */
public final class UnseenClientHook extends Hook {
    private final String client;

    /** @param client as messages call it */
    public UnseenClientHook(String client) {
        this.client = client;
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Caches caches = Caches.get();
        if (caches != null) {
            caches.unseenClient(Family.SQL, client);
        }
        return null;
    }
}
