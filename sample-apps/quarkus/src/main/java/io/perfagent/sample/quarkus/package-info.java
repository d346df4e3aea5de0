/** The smallest Quarkus service: its start is what is looked at. */
@NullMarked
package io.perfagent.sample.quarkus;

import org.jspecify.annotations.NullMarked;
