/** What the agent does while the heap of an application is nearly full. */
@NullMarked
package io.perfagent.it.memory;

import org.jspecify.annotations.NullMarked;
