/**
 * Whole-process benchmarks: what an application costs with no agent, with perf-agent and with others, and the table of
 * budgets drawn from the results. {@code docs/benchmarks.md} says how to run them.
 */
@NullMarked
package io.perfagent.it.bench;

import org.jspecify.annotations.NullMarked;
