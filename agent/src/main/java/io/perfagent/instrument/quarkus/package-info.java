/** Quarkus, while it starts. */
@NullMarked
package io.perfagent.instrument.quarkus;

import org.jspecify.annotations.NullMarked;
