package io.perfagent.weave;

import io.perfagent.weave.WeaveStatus.Outcome;
import io.perfagent.weave.cache.Fingerprint;
import io.perfagent.weave.cache.WeaveCache;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The agent's one transformer: rejects by name, weaves from the cache, and keeps the load-time bytes of what it could not
 * weave for {@link Weaveworks}.
 *
 * <p>Runs on the application's threads while they load classes: no ByteBuddy, no waiting. Safe for all threads.
 */
public final class Weaving implements ClassFileTransformer {
    private static final int MAX_PENDING = 512;
    private static final long MAX_PENDING_BYTES = 16L << 20;

    /** Told of what happens; called on application threads, so it must be quick. */
    public interface Listener {
        /** A marker class was loaded; see {@link Moment}. */
        void moment(int moment);

        /** A class will call these sites from now on. */
        void woven(Site[] sites);

        /** A class waits to be woven. */
        void pending();
    }

    /** Load-time bytes of a class that waits. */
    static final class Pending {
        final String className;
        final WeakReference<ClassLoader> loader;
        final boolean boot;
        final byte[] classFile;

        Pending(String className, @Nullable ClassLoader loader, byte[] classFile) {
            this.className = className;
            this.loader = new WeakReference<>(loader);
            this.boot = loader == null;
            this.classFile = classFile;
        }
    }

    private final SiteTable table;
    private final WeaveCache cache;
    private final Listener listener;
    final WeaveStatus status = new WeaveStatus();
    final Origins origins = new Origins();
    private final List<Pending> pending = new ArrayList<>();
    private long pendingBytes;
    private int forgotten;

    /** Counted by all threads without care: it tells a flood from a trickle, no more. */
    private int seen;

    private final @Nullable ClassLoader systemLoader = ClassLoader.getSystemClassLoader();
    private boolean applicationSeen;
    private volatile boolean stopped;
    private volatile boolean retransformsFromCache;

    /** What a class is about to become, or has become, by our own retransformation. */
    private final Map<Class<?>, byte[]> woven = new WeakHashMap<>();

    /** Kept, because a retransformation by another agent starts from the class as it was before our weaving. */
    private final Map<@Nullable ClassLoader, Map<String, byte[]>> wovenAtLoad = new WeakHashMap<>();

    private final Map<ClassLoader, Boolean> seesSeam = new WeakHashMap<>();

    /** The class whose present bytes are asked for, and where they go. */
    private @Nullable Class<?> probed;

    private byte @Nullable [] probe;

    public Weaving(SiteTable table, WeaveCache cache, Listener listener) {
        this.table = table;
        this.cache = cache;
        this.listener = listener;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        seen++;
        if (!applicationSeen && loader != null && loader == systemLoader) {
            applicationSeen = true;
            listener.moment(Moment.APPLICATION);
        }
        if (className == null) {
            return null;
        }
        SiteTable.Slot slot = table.find(className);
        if (slot == null) {
            return null;
        }
        try {
            if (slot.moment != 0) {
                listener.moment(slot.moment);
            }
            if (slot.targets == null || stopped) {
                return null;
            }
            return redefined == null
                    ? loaded(loader, className, classFile, slot.sites())
                    : retransformed(redefined, className, classFile, slot);
        } catch (Throwable t) {
            status.add(className, slot.sites(), Outcome.FAILED, String.valueOf(t));
            return null;
        }
    }

    private byte @Nullable [] loaded(@Nullable ClassLoader loader, String className, byte[] classFile, Site[] sites) {
        byte[] found = fromCache(loader, className, classFile, sites);
        if (found != null) {
            wovenAtLoad(loader, className, found);
            return found.length == 0 ? null : found;
        }
        synchronized (pending) {
            if (pending.size() >= MAX_PENDING || pendingBytes + classFile.length > MAX_PENDING_BYTES) {
                forgotten++;
            } else {
                pending.add(new Pending(className, loader, classFile.clone()));
                pendingBytes += classFile.length;
            }
        }
        listener.pending();
        return null;
    }

    /** Woven bytes from the cache, a zero-length array if nothing is to be woven, or null if it does not know. */
    byte @Nullable [] fromCache(@Nullable ClassLoader loader, String className, byte[] classFile, Site[] sites) {
        return fromCache(loader, className, classFile, sites, true);
    }

    /** @param first whether a miss has not been counted before */
    byte @Nullable [] fromCache(
            @Nullable ClassLoader loader, String className, byte[] classFile, Site[] sites, boolean first) {
        if (cache.isEmpty() || !seesSeam(loader)) {
            return null;
        }
        Fingerprint key = key(loader, className, classFile, sites);
        if (!first && !cache.has(key.high(), key.low())) {
            return null;
        }
        byte[] found = cache.find(key.high(), key.low(), classFile);
        if (found == null) {
            return null;
        }
        PresentSites present = PresentSites.kept(sites, cache.beside(key.high(), key.low()));
        present.tell(status, className);
        if (found.length == 0) {
            status.add(className, sites, Outcome.NOTHING_TO_WEAVE, "");
        } else {
            Site[] woven = present.woven();
            listener.woven(woven);
            status.add(className, woven, Outcome.FROM_CACHE, "");
        }
        return found;
    }

    /** Keeps what was woven, and which sites it has. */
    void keep(Fingerprint key, byte @Nullable [] woven, PresentSites present) {
        cache.put(key.high(), key.low(), woven);
        byte[] beside = present.toBeKept();
        if (beside != null) {
            cache.putBeside(key.high(), key.low(), beside);
        }
    }

    Fingerprint key(@Nullable ClassLoader loader, String className, byte[] classFile, Site[] sites) {
        Fingerprint key = new Fingerprint().add(className).add(classFile);
        for (Site site : sites) {
            key.add(site.id);
        }
        origins.add(key, loader, className, classFile, sites);
        return key;
    }

    private byte @Nullable [] retransformed(
            Class<?> redefined, String className, byte[] classFile, SiteTable.Slot slot) {
        synchronized (woven) {
            if (redefined == probed) {
                probe = classFile.clone();
                return null;
            }
            byte[] bytes = woven.get(redefined);
            if (bytes != null) {
                return bytes.length == 0 ? null : bytes;
            }
        }
        if (retransformsFromCache) {
            byte[] found = fromCache(redefined.getClassLoader(), className, classFile, slot.sites());
            if (found != null) {
                plan(redefined, found);
            }
            return found == null || found.length == 0 ? null : found;
        }
        synchronized (wovenAtLoad) {
            Map<String, byte[]> ofLoader = wovenAtLoad.get(redefined.getClassLoader());
            byte[] bytes =
                    ofLoader == null ? null : ofLoader.get(redefined.getName().replace('.', '/'));
            return bytes == null || bytes.length == 0 ? null : bytes; // length 0: nothing to weave
        }
    }

    /** Whether woven code in classes of this loader can reach the seam. */
    boolean seesSeam(@Nullable ClassLoader loader) {
        if (loader == null) {
            return true;
        }
        synchronized (seesSeam) {
            Boolean known = seesSeam.get(loader);
            if (known != null) {
                return known;
            }
        }
        boolean sees;
        try {
            sees = Class.forName("io.perfagent.bootstrap.Seam", false, loader).getClassLoader() == null;
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            sees = false;
        }
        synchronized (seesSeam) {
            seesSeam.put(loader, sees);
        }
        return sees;
    }

    /** Whether a retransformation of ours takes what the cache has for the bytes that the JVM hands out. */
    void retransformsFromCache(boolean now) {
        retransformsFromCache = now;
    }

    /** Weaves nothing from now on. */
    public void stop() {
        stopped = true;
    }

    /** Loaders that did not see the seam are asked again: their own class has been woven. */
    void lookAgain() {
        synchronized (seesSeam) {
            for (Iterator<Boolean> each = seesSeam.values().iterator(); each.hasNext(); ) {
                if (!each.next()) {
                    each.remove();
                }
            }
        }
    }

    /** Whether a class of this loader was woven out of the cache while it was loaded. */
    boolean isWovenAtLoad(@Nullable ClassLoader loader, String internalName) {
        synchronized (wovenAtLoad) {
            Map<String, byte[]> ofLoader = wovenAtLoad.get(loader);
            return ofLoader != null && ofLoader.containsKey(internalName);
        }
    }

    private void wovenAtLoad(@Nullable ClassLoader loader, String internalName, byte[] bytes) {
        synchronized (wovenAtLoad) {
            Map<String, byte[]> ofLoader = wovenAtLoad.get(loader);
            if (ofLoader == null) {
                ofLoader = new HashMap<>();
                wovenAtLoad.put(loader, ofLoader);
            }
            ofLoader.put(internalName, bytes);
        }
    }

    /** What a retransformation of the class will install; an empty array takes the weaving back. */
    void plan(Class<?> type, byte[] bytes) {
        synchronized (woven) {
            woven.put(type, bytes);
        }
    }

    void forget(Class<?> type) {
        synchronized (woven) {
            woven.remove(type);
        }
    }

    boolean planned(Class<?> type) {
        synchronized (woven) {
            return woven.containsKey(type);
        }
    }

    void startProbe(Class<?> type) {
        synchronized (woven) {
            probed = type;
            probe = null;
        }
    }

    byte @Nullable [] endProbe() {
        synchronized (woven) {
            byte[] bytes = probe;
            probed = null;
            probe = null;
            return bytes;
        }
    }

    /** Takes the load-time bytes kept for a class, or null. */
    byte @Nullable [] take(Class<?> type, String internalName) {
        synchronized (pending) {
            for (int i = 0; i < pending.size(); i++) {
                Pending one = pending.get(i);
                ClassLoader loader = type.getClassLoader();
                if (one.className.equals(internalName) && (loader == null ? one.boot : one.loader.get() == loader)) {
                    pending.remove(i);
                    pendingBytes -= one.classFile.length;
                    return one.classFile;
                }
            }
            return null;
        }
    }

    /** Classes that have been loaded since the transformer was added, about. */
    public int seen() {
        return seen;
    }

    /** Classes whose bytes wait. */
    public int pendingCount() {
        synchronized (pending) {
            return pending.size();
        }
    }

    /** Bytes of the classes that wait. */
    public long pendingBytes() {
        synchronized (pending) {
            return pendingBytes;
        }
    }

    /** Classes whose bytes found no room to wait in; they are woven from what the JVM rebuilds of them. */
    public int forgotten() {
        synchronized (pending) {
            return forgotten;
        }
    }

    /** Drops bytes that no loaded class has asked for. */
    void dropPending() {
        synchronized (pending) {
            pending.clear();
            pendingBytes = 0;
        }
    }

    /** What the keys of this start were made of, for {@link #recall}; null if there is nothing new. */
    public byte @Nullable [] remember(String classPath) throws IOException {
        return origins.remember(classPath);
    }

    /**
     * Before any class is looked up.
     *
     * @return whether the class path is as it was then
     */
    public boolean recall(byte[] earlier) {
        return origins.recall(earlier);
    }

    public WeaveStatus status() {
        return status;
    }

    public WeaveCache cache() {
        return cache;
    }

    public SiteTable table() {
        return table;
    }
}
