/** Jetty's HTTP server from 12 on. */
@NullMarked
package io.perfagent.instrument.jetty12;

import org.jspecify.annotations.NullMarked;
