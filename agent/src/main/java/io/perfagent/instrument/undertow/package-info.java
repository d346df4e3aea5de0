/** Undertow's HTTP server, with and without servlets. */
@NullMarked
package io.perfagent.instrument.undertow;

import org.jspecify.annotations.NullMarked;
