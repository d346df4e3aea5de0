/** Tomcat's HTTP server. */
@NullMarked
package io.perfagent.instrument.tomcat;

import org.jspecify.annotations.NullMarked;
