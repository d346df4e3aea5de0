/** Pools of connections that are resized while they run, and given back as they were. */
@NullMarked
package io.perfagent.pool;

import org.jspecify.annotations.NullMarked;
