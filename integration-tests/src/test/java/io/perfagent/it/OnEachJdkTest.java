package io.perfagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.opentest4j.TestAbortedException;

class OnEachJdkTest {
    private static final List<String> RAN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        RAN.clear();
    }

    @Test
    void aMethodRunsOnEachJdkThatIsThere() {
        Events tests = run(OnMethod.class).testEvents();

        assertThat(RAN).containsExactly("method on JDK 17.0.1");
        assertThat(tests.succeeded().count()).isEqualTo(1);
        tests.aborted()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                displayName("JDK 25 (absent)"),
                                abortedWithReason(
                                        instanceOf(TestAbortedException.class),
                                        message("no JDK 25 on this machine: set JAVA_HOME_25"))));
    }

    @Test
    void aClassRunsOnEachJdkThatIsThere() {
        Events all = run(OnClass.class).allEvents();

        assertThat(RAN).containsExactlyInAnyOrder("first on JDK 17.0.1", "second on JDK 17.0.1");
        assertThat(all.aborted().count()).isEqualTo(1);
        assertThat(all.failed().count()).isZero();
    }

    private static org.junit.platform.testkit.engine.EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    /** {@link OnEachJdk} on a machine with JDK 17 alone. */
    static class OnlySeventeen extends OnEachJdkExtension {
        OnlySeventeen() {
            super(feature -> feature == 17 ? Optional.of(new Jdk(17, "17.0.1", Path.of("/jdk17"))) : Optional.empty());
        }

        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @TestTemplate
    @ClassTemplate
    @ExtendWith(OnlySeventeen.class)
    @interface OnEachJdkOfThisMachine {}

    static class OnMethod {
        @OnEachJdkOfThisMachine
        void method(Jdk jdk) {
            RAN.add("method on " + jdk);
        }
    }

    @OnEachJdkOfThisMachine
    static class OnClass {
        private final Jdk jdk;

        OnClass(Jdk jdk) {
            this.jdk = jdk;
        }

        @Test
        void first() {
            RAN.add("first on " + jdk);
        }

        @Test
        void second() {
            RAN.add("second on " + jdk);
        }
    }
}
