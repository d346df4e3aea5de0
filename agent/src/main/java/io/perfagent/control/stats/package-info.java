/** The statistics that trials, guardrails and trends decide by: pure, over numbers, without clock or input. */
@NullMarked
package io.perfagent.control.stats;

import org.jspecify.annotations.NullMarked;
