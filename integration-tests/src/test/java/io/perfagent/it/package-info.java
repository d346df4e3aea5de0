/** The harness: applications in JVMs of their own, a receiver for what their agent exports, and the JDKs to run on. */
@NullMarked
package io.perfagent.it;

import org.jspecify.annotations.NullMarked;
