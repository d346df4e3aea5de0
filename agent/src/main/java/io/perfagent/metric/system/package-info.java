/** Metrics of the machine and of the control group that the process runs in, read from the kernel when they are exported. */
@NullMarked
package io.perfagent.metric.system;

import org.jspecify.annotations.NullMarked;
