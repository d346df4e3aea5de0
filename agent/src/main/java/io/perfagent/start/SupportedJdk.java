package io.perfagent.start;

import org.jspecify.annotations.Nullable;

/**
 * On which JVMs the agent weaves: HotSpot and what is made of it, from 17 to the newest whose class files the weaver
 * reads. What is older cannot load our classes at all, and is told so by the premain class.
 */
final class SupportedJdk {
    /** The newest whose class files ByteBuddy knows; tested are 17 and 25. */
    static final int NEWEST = 26;

    /** Virtual machines with another class library underneath, or without retransformation. */
    private static final String[] OTHERS = {"OpenJ9", "J9 VM", "Substrate VM"};

    private SupportedJdk() {}

    /**
     * Why nothing is woven in this JVM, or null.
     *
     * @param feature the version of Java
     * @param vmName {@code java.vm.name}, if known
     */
    static @Nullable String objection(int feature, @Nullable String vmName) {
        if (feature > NEWEST) {
            return "Java " + feature + " is newer than this agent knows (" + NEWEST + ")";
        }
        for (String other : OTHERS) {
            if (vmName != null && vmName.contains(other)) {
                return vmName + " is not supported, HotSpot is";
            }
        }
        return null;
    }
}
