/** Micronaut, while it starts. */
@NullMarked
package io.perfagent.instrument.micronaut;

import org.jspecify.annotations.NullMarked;
