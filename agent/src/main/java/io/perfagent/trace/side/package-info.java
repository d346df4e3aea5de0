/** State that belongs to an object of the application, kept beside it. */
@NullMarked
package io.perfagent.trace.side;

import org.jspecify.annotations.NullMarked;
