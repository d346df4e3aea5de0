/** What is wrong with a hot path, in plain words: recognised from frames and figures, pure. */
@NullMarked
package io.perfagent.profile.finding;

import org.jspecify.annotations.NullMarked;
