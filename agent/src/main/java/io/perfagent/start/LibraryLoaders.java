package io.perfagent.start;

import io.perfagent.bootstrap.Blob;
import io.perfagent.bootstrap.BlobLoader;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * A loader of ours beside each loader that a library came from: it sees the library and the agent. Held weakly; what keeps
 * it are its hooks, which hang on the library's own classes. Safe for all threads.
 */
final class LibraryLoaders {
    private final BlobLoader agent;
    private final Map<ClassLoader, WeakReference<BlobLoader>> loaders = new WeakHashMap<>();

    LibraryLoaders(BlobLoader agent) {
        this.agent = agent;
    }

    synchronized BlobLoader beside(ClassLoader library) {
        WeakReference<BlobLoader> reference = loaders.get(library);
        BlobLoader loader = reference == null ? null : reference.get();
        if (loader == null) {
            loader = new BlobLoader(agent.blob(), Blob.LIBRARY, library, agent);
            loaders.put(library, new WeakReference<>(loader));
        }
        return loader;
    }
}
