/** async-profiler: its library on disk, its commands, and the recordings it writes; loaded when first asked for. */
@NullMarked
package io.perfagent.profile.async;

import org.jspecify.annotations.NullMarked;
