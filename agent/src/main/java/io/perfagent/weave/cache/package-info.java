/** Woven bytes kept on disk, so that the next start is a look-up. */
@NullMarked
package io.perfagent.weave.cache;

import org.jspecify.annotations.NullMarked;
