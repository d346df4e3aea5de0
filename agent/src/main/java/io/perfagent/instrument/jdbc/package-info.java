/** JDBC, whatever the driver. */
@NullMarked
package io.perfagent.instrument.jdbc;

import org.jspecify.annotations.NullMarked;
