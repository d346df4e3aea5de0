/** Concurrency limits at the entry: what each resource can take, learned from measured waits, and gates that hold to it. */
@NullMarked
package io.perfagent.limit;

import org.jspecify.annotations.NullMarked;
