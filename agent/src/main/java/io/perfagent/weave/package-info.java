/** Matching, transformation and the weave cache; knows no library. */
@NullMarked
package io.perfagent.weave;

import org.jspecify.annotations.NullMarked;
