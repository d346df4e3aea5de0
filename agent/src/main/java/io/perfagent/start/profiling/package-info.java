/** Profiles on demand, by schedule and by occasion, and the hot paths that JFR sees: when, where to, by which engine. */
@NullMarked
package io.perfagent.start.profiling;

import org.jspecify.annotations.NullMarked;
