/** Routes of Spring WebFlux. */
@NullMarked
package io.perfagent.instrument.webflux;

import org.jspecify.annotations.NullMarked;
