/** The JDK, while the application starts: name look-ups, services, threads that wait for one another. */
@NullMarked
package io.perfagent.instrument.jdkstart;

import org.jspecify.annotations.NullMarked;
