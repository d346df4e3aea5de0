/** The shop whose reads the benchmark of caching measures: the same repository, cached in several ways or not at all. */
@NullMarked
package io.perfagent.it.gain;

import org.jspecify.annotations.NullMarked;
