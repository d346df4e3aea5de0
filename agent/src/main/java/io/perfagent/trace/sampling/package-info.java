/** Which traces are kept, and the identifiers they get. */
@NullMarked
package io.perfagent.trace.sampling;

import org.jspecify.annotations.NullMarked;
