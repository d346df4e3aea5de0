/** How many connections a pool should have: pure steps over numbers, the clock passed in. */
@NullMarked
package io.perfagent.pool.policy;

import org.jspecify.annotations.NullMarked;
