/** An ordinary Spring Boot service with all that a start is often spent on, run on two lines of Spring Boot. */
@NullMarked
package io.perfagent.sample.stock;

import org.jspecify.annotations.NullMarked;
