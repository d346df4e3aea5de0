/** JMH benchmarks of what runs in the application's own calls, and of what the export thread does. */
@NullMarked
package io.perfagent.it.bench.micro;

import org.jspecify.annotations.NullMarked;
