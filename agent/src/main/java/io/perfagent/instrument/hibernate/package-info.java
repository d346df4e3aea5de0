/** Hibernate, while it starts. */
@NullMarked
package io.perfagent.instrument.hibernate;

import org.jspecify.annotations.NullMarked;
