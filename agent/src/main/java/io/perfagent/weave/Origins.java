package io.perfagent.weave;

import io.perfagent.weave.cache.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of a weave cache key that lies outside the class itself: the class files of its super types and of the library
 * classes that its hooks use, as its loader finds them. Read once per loader and name. Safe for all threads.
 */
final class Origins {
    private static final int MAX_DEPTH = 32;

    private final Map<ClassLoader, Map<String, long[]>> known = new WeakHashMap<>();

    /** Adds all that a decision about a class reads, besides the class. */
    void add(Fingerprint print, @Nullable ClassLoader loader, byte[] classFile, Site[] sites) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return; // part of the JDK build, which is in the setting of the cache
        }
        ClassOutline outline = new ClassOutline(classFile);
        parents(print, loader, outline.superName, outline.interfaces, 0);
        for (Site site : sites) {
            for (String dependency : site.dependencies) {
                long[] hash = hash(loader, dependency, 0);
                print.add(dependency).add(hash[0]).add(hash[1]);
            }
        }
    }

    private void parents(
            Fingerprint print, ClassLoader loader, @Nullable String superName, String[] interfaces, int depth) {
        if (superName != null) {
            parent(print, loader, superName, depth);
        }
        for (String one : interfaces) {
            parent(print, loader, one, depth);
        }
    }

    private void parent(Fingerprint print, ClassLoader loader, String name, int depth) {
        if (name.startsWith("java/") || depth > MAX_DEPTH) {
            return;
        }
        long[] hash = hash(loader, name, depth);
        print.add(name).add(hash[0]).add(hash[1]);
    }

    /** High and low hash of a class file together with those of its super types; zeros where it is not found. */
    private long[] hash(ClassLoader loader, String name, int depth) {
        synchronized (known) {
            Map<String, long[]> ofLoader = known.get(loader);
            long[] hash = ofLoader == null ? null : ofLoader.get(name);
            if (hash != null) {
                return hash;
            }
        }
        long[] hash = {0, 0};
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            if (in != null) {
                byte[] bytes = in.readAllBytes();
                Fingerprint print = new Fingerprint().add(bytes);
                ClassOutline outline = new ClassOutline(bytes);
                parents(print, loader, outline.superName, outline.interfaces, depth + 1);
                hash[0] = print.high();
                hash[1] = print.low();
            }
        } catch (IOException | RuntimeException e) {
            hash[0] = -1; // not readable: never equal to a hash of something that was
        }
        synchronized (known) {
            Map<String, long[]> ofLoader = known.get(loader);
            if (ofLoader == null) {
                ofLoader = new HashMap<>();
                known.put(loader, ofLoader);
            }
            ofLoader.put(name, hash);
        }
        return hash;
    }

    void release() {
        synchronized (known) {
            known.clear();
        }
    }
}
