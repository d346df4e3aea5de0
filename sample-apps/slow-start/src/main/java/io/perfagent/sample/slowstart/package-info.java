/** A service that starts slowly for reasons that are planted, so that what looks for them can be tested. */
@NullMarked
package io.perfagent.sample.slowstart;

import org.jspecify.annotations.NullMarked;
