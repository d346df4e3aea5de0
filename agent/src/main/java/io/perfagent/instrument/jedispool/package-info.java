/** Pools of Jedis 3 to 8: no connection is taken while what they connect to fails, if that is permitted. */
@NullMarked
package io.perfagent.instrument.jedispool;

import org.jspecify.annotations.NullMarked;
