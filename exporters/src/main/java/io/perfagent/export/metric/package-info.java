/** Metric requests built point by point. */
@NullMarked
package io.perfagent.export.metric;

import org.jspecify.annotations.NullMarked;
