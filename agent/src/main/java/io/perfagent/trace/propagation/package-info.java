/** Trace context and baggage in request headers: W3C and B3. */
@NullMarked
package io.perfagent.trace.propagation;

import org.jspecify.annotations.NullMarked;
