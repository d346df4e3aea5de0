package io.perfagent.profile.jfr;

/** Operations of the virtual machine for which all threads stop, by their names in HotSpot ({@code vmOperation.hpp}). */
final class VmOperations {
    /** How those of a collection begin, of all collectors of JDK 17 to 25; what is told of collections has their pauses. */
    private static final String[] OF_COLLECTIONS = {
        "G1",
        "CGC_Operation",
        "GenCollect",
        "SerialCollect",
        "SerialGCCollect",
        "ParallelGC",
        "ParallelCollect",
        "CollectForMetadataAllocation",
        "CollectForCodeCacheAllocation",
        "Shenandoah",
        "ZMark",
        "ZRelocate",
        "ZVerify",
        "XMark",
        "XRelocate",
        "XVerify",
        "RendezvousGCThreads",
        "ZRendezvousGCThreads",
    };

    private VmOperations() {}

    /** Whether it is a part of a collection. */
    static boolean isCollection(String name) {
        for (String begin : OF_COLLECTIONS) {
            if (name.startsWith(begin)) {
                return true;
            }
        }
        return false;
    }
}
