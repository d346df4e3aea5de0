/** What was measured, as a table for people. */
@NullMarked
package io.perfagent.metric.summary;

import org.jspecify.annotations.NullMarked;
