package io.perfagent.weave;

import org.jspecify.annotations.Nullable;

/** Writes the calls of sites into a class file; made by the engine, which lives in a loader of its own. */
public interface Weaver {
    /**
     * Weaves one class.
     *
     * @return the woven class file, or null if no site matches a method of the class
     * @throws Exception if the class cannot be woven; it then stays as it is
     */
    byte @Nullable [] weave(@Nullable ClassLoader loader, String className, byte[] classFile, Site[] sites)
            throws Exception;
}
