package io.perfagent.cache;

import io.perfagent.cache.policy.DataClasses;

/**
 * What the settings say of caching. Immutable.
 *
 * @param objective highest share of stale answers that is accepted, 0 to 1
 * @param maxBytes of all answers together
 * @param shadowBytes of all samples together
 * @param dataClasses caps of the time to live by what data is
 */
public record CacheOptions(double objective, long maxBytes, long shadowBytes, DataClasses dataClasses) {}
