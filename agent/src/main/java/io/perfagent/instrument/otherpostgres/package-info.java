/** Clients of PostgreSQL that are not seen: that they are used is enough to serve nothing. */
@NullMarked
package io.perfagent.instrument.otherpostgres;

import org.jspecify.annotations.NullMarked;
