/** Answers in memory, and the versions that say which of them still hold. */
@NullMarked
package io.perfagent.cache.tier;

import org.jspecify.annotations.NullMarked;
