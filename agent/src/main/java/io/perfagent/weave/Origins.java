package io.perfagent.weave;

import io.perfagent.weave.cache.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of a weave cache key that lies outside the class itself: the class files of its super types and of the library
 * classes that its hooks use, as its loader finds them. Read once per loader and name. Safe for all threads.
 *
 * <p>To find a class file costs a search of all modules and jars. So what was read through the system loader is kept with
 * the cache ({@link #remember}), and holds as long as no jar of the class path has changed ({@link ClassPathFiles}).
 */
final class Origins {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_REMEMBERED = 4096;

    /** Marks a name under which all that belongs to a class is kept, in place of the hash of its file. */
    private static final String ALL_OF = "@";

    private final Map<ClassLoader, Map<String, long[]>> known = new WeakHashMap<>();
    private int remembered;

    /** Adds all that a decision about a class reads, besides the class. */
    void add(Fingerprint print, @Nullable ClassLoader loader, String className, byte[] classFile, Site[] sites) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return; // part of the JDK build, which is in the setting of the cache
        }
        String all = ALL_OF + className;
        long[] hash = known(loader, all);
        if (hash == null) {
            Fingerprint own = new Fingerprint();
            SuperTypes types = new SuperTypes(new ConstantPool(classFile));
            parents(own, loader, types.superName, types.interfaces, 0);
            for (Site site : sites) {
                for (String dependency : site.dependencies) {
                    long[] of = hash(loader, dependency, 0);
                    own.add(dependency).add(of[0]).add(of[1]);
                }
            }
            hash = new long[] {own.high(), own.low()};
            keep(loader, all, hash);
        }
        print.add(hash[0]).add(hash[1]);
    }

    /**
     * What was read through the system loader, with the state of the jars it was read from; null if nothing new was, or if
     * that state cannot be told.
     */
    byte @Nullable [] remember(String classPath) throws IOException {
        Map<String, long[]> found = new HashMap<>();
        synchronized (known) {
            Map<String, long[]> system = known.get(ClassLoader.getSystemClassLoader());
            if (system == null) {
                return null;
            }
            for (Map.Entry<String, long[]> one : system.entrySet()) {
                if (one.getKey().startsWith(ALL_OF) && found.size() < MAX_REMEMBERED) {
                    found.put(one.getKey(), one.getValue());
                }
            }
            if (found.size() <= remembered) {
                return null;
            }
            remembered = found.size();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        if (!ClassPathFiles.write(out, classPath)) {
            return null;
        }
        out.writeInt(found.size());
        for (Map.Entry<String, long[]> one : found.entrySet()) {
            out.writeUTF(one.getKey());
            out.writeLong(one.getValue()[0]);
            out.writeLong(one.getValue()[1]);
        }
        return bytes.toByteArray();
    }

    /**
     * Takes over what an earlier start remembered, if no jar has changed since.
     *
     * @return whether it did
     */
    boolean recall(byte[] earlier) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(earlier));
            if (!ClassPathFiles.unchanged(in)) {
                return false;
            }
            Map<String, long[]> system = new HashMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                system.put(in.readUTF(), new long[] {in.readLong(), in.readLong()});
            }
            synchronized (known) {
                known.put(ClassLoader.getSystemClassLoader(), system);
                remembered = system.size();
            }
            return true;
        } catch (IOException | RuntimeException e) {
            return false; // damaged: everything is read anew
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
        long[] earlier = known(loader, name);
        if (earlier != null) {
            return earlier;
        }
        long[] hash = {0, 0};
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            if (in != null) {
                byte[] bytes = in.readAllBytes();
                Fingerprint print = new Fingerprint().add(bytes);
                SuperTypes types = new SuperTypes(new ConstantPool(bytes));
                parents(print, loader, types.superName, types.interfaces, depth + 1);
                hash[0] = print.high();
                hash[1] = print.low();
            }
        } catch (IOException | RuntimeException e) {
            hash[0] = -1; // not readable: never equal to a hash of something that was
        }
        keep(loader, name, hash);
        return hash;
    }

    private long @Nullable [] known(ClassLoader loader, String name) {
        synchronized (known) {
            Map<String, long[]> ofLoader = known.get(loader);
            return ofLoader == null ? null : ofLoader.get(name);
        }
    }

    private void keep(ClassLoader loader, String name, long[] hash) {
        synchronized (known) {
            Map<String, long[]> ofLoader = known.get(loader);
            if (ofLoader == null) {
                ofLoader = new HashMap<>();
                known.put(loader, ofLoader);
            }
            ofLoader.put(name, hash);
        }
    }

    /** Forgets what was read; what is worth remembering stays. */
    void release() {
        synchronized (known) {
            known.keySet().retainAll(Set.of(ClassLoader.getSystemClassLoader()));
        }
    }
}
