/** The executors of the JDK. */
@NullMarked
package io.perfagent.instrument.executor;

import org.jspecify.annotations.NullMarked;
