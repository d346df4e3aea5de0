/** The JDK's HTTP server, {@code com.sun.net.httpserver}. */
@NullMarked
package io.perfagent.instrument.jdkserver;

import org.jspecify.annotations.NullMarked;
