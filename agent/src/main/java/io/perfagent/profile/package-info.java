/** Profiles on demand: what is asked for, sessions, and their samples added up by operation. */
@NullMarked
package io.perfagent.profile;

import org.jspecify.annotations.NullMarked;
