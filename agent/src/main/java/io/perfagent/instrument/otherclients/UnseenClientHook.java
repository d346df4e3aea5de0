package io.perfagent.instrument.otherclients;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import org.jspecify.annotations.Nullable;

/** A client that is not seen connects, or sends something. */
public final class UnseenClientHook extends Hook {
    private final Family family;
    private final String client;

    /** @param declared a {@link Family}, {@code :}, and the client as messages call it */
    public UnseenClientHook(String declared) {
        int colon = declared.indexOf(':');
        family = Family.valueOf(declared.substring(0, colon));
        client = declared.substring(colon + 1);
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Caches caches = Caches.get();
        if (caches != null) {
            caches.unseenClient(family, client);
        }
        return null;
    }
}
