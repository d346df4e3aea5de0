/** Flyway's migrations. */
@NullMarked
package io.perfagent.instrument.flyway;

import org.jspecify.annotations.NullMarked;
