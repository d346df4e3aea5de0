/** The Java virtual machine's own metrics, read through JMX once the application is ready. */
@NullMarked
package io.perfagent.metric.runtime;

import org.jspecify.annotations.NullMarked;
