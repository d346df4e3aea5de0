/** A start of the application: measured, taken apart into phases, components and resources, and reported. */
@NullMarked
package io.perfagent.coldstart;

import org.jspecify.annotations.NullMarked;
