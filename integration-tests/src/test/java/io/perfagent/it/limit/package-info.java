/** Limits on each server: who is turned away, how, and what is given back. */
@NullMarked
package io.perfagent.it.limit;

import org.jspecify.annotations.NullMarked;
