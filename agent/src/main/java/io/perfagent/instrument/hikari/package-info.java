/** HikariCP's pools. */
@NullMarked
package io.perfagent.instrument.hikari;

import org.jspecify.annotations.NullMarked;
