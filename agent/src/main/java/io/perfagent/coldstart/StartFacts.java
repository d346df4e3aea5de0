package io.perfagent.coldstart;

/**
 * What is known of a process besides what its start was made of.
 *
 * @param cores that the JVM may use
 * @param maxHeapBytes its heap's limit
 * @param hasArchive whether it was given a class-data archive or AOT cache of the application
 * @param isNestedJar whether it runs from a jar that holds other jars
 */
public record StartFacts(int cores, long maxHeapBytes, boolean hasArchive, boolean isNestedJar) {}
