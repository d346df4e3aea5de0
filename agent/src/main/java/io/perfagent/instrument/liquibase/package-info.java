/** Liquibase's migrations. */
@NullMarked
package io.perfagent.instrument.liquibase;

import org.jspecify.annotations.NullMarked;
