/** Jedis. */
@NullMarked
package io.perfagent.instrument.jedis;

import org.jspecify.annotations.NullMarked;
