/** Answers from memory, in JVMs of their own: that they are the originals', and never older than they may be. */
@NullMarked
package io.perfagent.it.cache;

import org.jspecify.annotations.NullMarked;
