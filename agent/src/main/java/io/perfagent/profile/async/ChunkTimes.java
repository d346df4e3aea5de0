package io.perfagent.profile.async;

/**
 * Readings of {@link System#nanoTime} between which a chunk of a recording was begun.
 *
 * @param sinceNanos before the recording was
 * @param nowNanos when the chunk is read
 * @param beforeNanos before it was asked for, if it was
 * @param afterNanos after that
 */
record ChunkTimes(long sinceNanos, long nowNanos, long beforeNanos, long afterNanos) {}
