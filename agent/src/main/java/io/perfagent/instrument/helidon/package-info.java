/** Helidon, while it starts. */
@NullMarked
package io.perfagent.instrument.helidon;

import org.jspecify.annotations.NullMarked;
