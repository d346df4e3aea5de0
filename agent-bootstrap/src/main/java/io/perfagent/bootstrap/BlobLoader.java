package io.perfagent.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * Loads one section of the {@link Blob}; nothing in it is visible to the application.
 *
 * <p>Names of ours come from the section first, then from the agent's loader; all others from the parent, which for the
 * library section is the loader of the application's library.
 */
public final class BlobLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String OURS = "io.perfagent.";
    private static final String SEAM = "io.perfagent.bootstrap.";

    private final Blob blob;
    private final int section;
    private final @Nullable ClassLoader agent;

    /**
     * @param parent where names that are not ours are looked up
     * @param agent where our names are looked up that are not in the section; null for the agent's own loader
     */
    public BlobLoader(Blob blob, int section, @Nullable ClassLoader parent, @Nullable ClassLoader agent) {
        super(parent);
        this.blob = blob;
        this.section = section;
        this.agent = agent;
    }

    public Blob blob() {
        return blob;
    }

    static ClassLoader platform() {
        return ClassLoader.getPlatformClassLoader();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.startsWith(SEAM)) {
            return name.startsWith(SEAM)
                    ? Class.forName(name, false, BlobLoader.class.getClassLoader())
                    : super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes;
            try {
                bytes = blob.read(section, name);
            } catch (IOException e) {
                throw new ClassNotFoundException(name + ": " + e.getMessage());
            }
            if (bytes != null) {
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
        if (agent == null) {
            throw new ClassNotFoundException(name);
        }
        return agent.loadClass(name);
    }

    /** Our resources are read by name through here; others are not ours to find. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        try {
            String key = name.endsWith(".class")
                    ? name.substring(0, name.length() - 6).replace('/', '.')
                    : name;
            byte[] bytes = blob.read(section, key);
            if (bytes != null) {
                return new ByteArrayInputStream(bytes);
            }
        } catch (IOException e) {
            return null;
        }
        return agent == null ? null : agent.getResourceAsStream(name);
    }

    @Override
    public @Nullable URL getResource(String name) {
        return null;
    }
}
