/** Routes of RESTEasy, which implements JAX-RS and Jakarta REST. */
@NullMarked
package io.perfagent.instrument.resteasy;

import org.jspecify.annotations.NullMarked;
