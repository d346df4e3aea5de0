/** SQL text to what may leave the process: literals replaced, and a short summary. */
@NullMarked
package io.perfagent.trace.sql;

import org.jspecify.annotations.NullMarked;
