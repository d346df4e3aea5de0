/** Jedis 3, whose API was another. */
@NullMarked
package io.perfagent.instrument.jedis3;

import org.jspecify.annotations.NullMarked;
