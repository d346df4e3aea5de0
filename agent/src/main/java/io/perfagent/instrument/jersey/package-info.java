/** Routes of Jersey, which implements JAX-RS and Jakarta REST. */
@NullMarked
package io.perfagent.instrument.jersey;

import org.jspecify.annotations.NullMarked;
