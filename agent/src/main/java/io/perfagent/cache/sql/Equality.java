package io.perfagent.cache.sql;

/**
 * {@code column = value} that every row meets which a statement reads or writes.
 *
 * @param column lower case
 * @param parameter number of the parameter, from 1; 0: the value is {@code literal}
 * @param literal an integer
 */
public record Equality(String column, int parameter, long literal) {}
