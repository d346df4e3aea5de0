/** Operations to spans: context, parentage, sampling, and the buffer of finished spans. */
@NullMarked
package io.perfagent.trace;

import org.jspecify.annotations.NullMarked;
