/** Routes of Spring MVC. */
@NullMarked
package io.perfagent.instrument.springmvc;

import org.jspecify.annotations.NullMarked;
