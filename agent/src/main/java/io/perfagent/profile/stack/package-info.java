/** Samples added up by stack, and the ways they are drawn and written: pure, over numbers and names. */
@NullMarked
package io.perfagent.profile.stack;

import org.jspecify.annotations.NullMarked;
