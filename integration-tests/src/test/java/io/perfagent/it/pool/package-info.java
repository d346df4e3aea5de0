/** Pools of connections that are resized in a running application. */
@NullMarked
package io.perfagent.it.pool;

import org.jspecify.annotations.NullMarked;
