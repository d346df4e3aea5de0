/** Samples joined to operations, by thread and time. */
@NullMarked
package io.perfagent.profile.attribution;

import org.jspecify.annotations.NullMarked;
