/** Start-up archives: made by {@code prepare}, used by the next start, given up when they do not fit. */
@NullMarked
package io.perfagent.it.coldstart;

import org.jspecify.annotations.NullMarked;
