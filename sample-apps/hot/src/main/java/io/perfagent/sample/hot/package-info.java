/** A service whose hot spots are known: the answer to what a profiler should find. */
@NullMarked
package io.perfagent.sample.hot;

import org.jspecify.annotations.NullMarked;
