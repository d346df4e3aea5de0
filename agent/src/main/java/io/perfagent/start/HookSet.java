package io.perfagent.start;

import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.bootstrap.Hook;
import io.perfagent.weave.Site;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The hooks of all sites, made when a class that calls them is woven. Safe for all threads. */
final class HookSet {
    private final Hook[] hooks;
    private final BlobLoader agent;
    private final LibraryLoaders libraries;
    private final ConcurrentHashMap<String, Hook> byName = new ConcurrentHashMap<>();

    HookSet(int sites, BlobLoader agent) {
        this.hooks = new Hook[sites];
        this.agent = agent;
        this.libraries = new LibraryLoaders(agent);
    }

    Hook[] hooks() {
        return hooks;
    }

    /**
     * Makes the hooks of sites that have none; one that cannot be made leaves its site silent.
     *
     * <p>Called while classes are loaded: without a lock, because making a hook loads classes too.
     *
     * @return what failed, or null
     */
    @Nullable
    String bind(Site[] sites) {
        String failure = null;
        for (Site site : sites) {
            if (hooks[site.id] == null && !site.hook.isEmpty()) {
                try {
                    hooks[site.id] = hook(site);
                } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
                    failure = site + ": " + e;
                }
            }
        }
        return failure;
    }

    private Hook hook(Site site) throws ReflectiveOperationException {
        String key = site.hookArgument.isEmpty() ? site.hook : site.hook + ' ' + site.hookArgument;
        Hook known = byName.get(key);
        if (known == null) {
            Hook made = site.library ? new LibraryHook(site.hook, libraries) : make(site);
            known = byName.putIfAbsent(key, made);
            if (known == null) {
                known = made;
            }
        }
        return known;
    }

    private Hook make(Site site) throws ReflectiveOperationException {
        Class<?> type = agent.loadClass(site.hook);
        return (Hook)
                (site.hookArgument.isEmpty()
                        ? type.getDeclaredConstructor().newInstance()
                        : type.getDeclaredConstructor(String.class).newInstance(site.hookArgument));
    }
}
