/** How many requests may be inside, and for how long one may wait to get in: pure steps over numbers, the clock passed in. */
@NullMarked
package io.perfagent.limit.policy;

import org.jspecify.annotations.NullMarked;
