/** Weaving with ByteBuddy; lives in a loader of its own that is dropped when weaving goes quiet. */
@NullMarked
package io.perfagent.weave.engine;

import org.jspecify.annotations.NullMarked;
