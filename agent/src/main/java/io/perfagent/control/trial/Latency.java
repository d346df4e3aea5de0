package io.perfagent.control.trial;

/**
 * How long the calls of one operation took in a block.
 *
 * @param operation its kind and key
 * @param calls how many there were
 * @param p99Nanos what 99 in 100 took at most
 */
public record Latency(String operation, long calls, long p99Nanos) {}
