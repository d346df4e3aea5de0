/** Clients of Redis that are not seen: that they are used is enough to serve nothing. */
@NullMarked
package io.perfagent.instrument.otherredis;

import org.jspecify.annotations.NullMarked;
