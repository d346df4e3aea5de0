/** Lettuce. */
@NullMarked
package io.perfagent.instrument.lettuce;

import org.jspecify.annotations.NullMarked;
