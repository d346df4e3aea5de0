/** What each thread has worked on lately, so that a sample of a profiler can be joined to an operation. */
@NullMarked
package io.perfagent.trace.timeline;

import org.jspecify.annotations.NullMarked;
