/** What every class loader sees: the premain class and the seam that woven code calls. */
@NullMarked
package io.perfagent.bootstrap;

import org.jspecify.annotations.NullMarked;
