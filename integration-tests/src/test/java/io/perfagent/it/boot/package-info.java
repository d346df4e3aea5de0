/** Starting, attaching, caching and archives: what the agent does before and around the application's {@code main}. */
@NullMarked
package io.perfagent.it.boot;

import org.jspecify.annotations.NullMarked;
