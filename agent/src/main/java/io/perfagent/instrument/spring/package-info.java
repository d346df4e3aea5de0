/** Spring and Spring Boot, while they start. */
@NullMarked
package io.perfagent.instrument.spring;

import org.jspecify.annotations.NullMarked;
