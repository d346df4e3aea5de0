package io.perfagent.coldstart.preload;

import java.util.List;

/**
 * Loads classes one after the other, initialises none, and gives up when the list does not fit the application any more. For
 * one thread; its counts for any.
 *
 * <p>The loader must be parallel capable: then a thread holds the lock of one name only, and takes another one's while it
 * holds it only from a class to its super types, which cannot go round in a circle.
 */
public final class Preloader {
    /** So many names may be wrong in any list. */
    private static final int FEW_MISSING = 50;

    /** Of a list, this share may be wrong. */
    private static final int MISSING_SHARE = 10;

    private final List<String> classes;
    private final ClassLoader loader;
    private volatile int loaded;
    private volatile int missing;

    /** Whether there is any use in going on. */
    public interface Until {
        /** Asked before each class. */
        boolean isOver();
    }

    public Preloader(List<String> classes, ClassLoader loader) {
        this.classes = classes;
        this.loader = loader;
    }

    /** Loads them until there are no more, or it is over. */
    public void run(Until until) {
        int most = Math.max(FEW_MISSING, classes.size() / MISSING_SHARE);
        for (int i = 0; i < classes.size() && missing <= most && !until.isOver(); i++) {
            try {
                Class.forName(classes.get(i), false, loader);
                loaded = loaded + 1;
            } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
                missing = missing + 1; // the application hears of it by itself, should it ask
            }
        }
    }

    /** Classes that are loaded, by this or before it. */
    public int loaded() {
        return loaded;
    }

    /** Names that there was no class for. */
    public int missing() {
        return missing;
    }
}
