/** What may be served, for how long, and when it has shown to be wrong: pure, over numbers and texts. */
@NullMarked
package io.perfagent.cache.policy;

import org.jspecify.annotations.NullMarked;
