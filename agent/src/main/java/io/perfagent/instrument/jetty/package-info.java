/** Jetty's HTTP server, 9.4 to 11; compiled against 9.4, of which it uses what 10 and 11 have too. */
@NullMarked
package io.perfagent.instrument.jetty;

import org.jspecify.annotations.NullMarked;
