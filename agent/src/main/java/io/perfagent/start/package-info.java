/** Lifecycle and wiring: the only room that sees all others. */
@NullMarked
package io.perfagent.start;

import org.jspecify.annotations.NullMarked;
