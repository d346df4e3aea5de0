/** Clients of Redis and PostgreSQL that are not seen: that they are used is enough to serve nothing. */
@NullMarked
package io.perfagent.instrument.otherclients;

import org.jspecify.annotations.NullMarked;
