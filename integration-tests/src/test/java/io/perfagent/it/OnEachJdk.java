package io.perfagent.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test method, or all tests of a class, once on each JDK of {@link Jdks#TESTED}. A {@link Jdk} parameter, of the
 * method or of the class's constructor, is that JDK. ({@code @BeforeAll} runs once for the class, not once per JDK.) One this machine lacks is an invocation
 * reported as skipped, with the reason.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@TestTemplate
@ClassTemplate
@ExtendWith(OnEachJdkExtension.class)
public @interface OnEachJdk {}
