/** What a cache would have done, from a sample of keys in bounded memory: pure, over numbers. */
@NullMarked
package io.perfagent.cache.shadow;

import org.jspecify.annotations.NullMarked;
