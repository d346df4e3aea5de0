package io.perfagent.it;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/** What {@link OnEachJdk} does. */
class OnEachJdkExtension implements TestTemplateInvocationContextProvider, ClassTemplateInvocationContextProvider {
    private final IntFunction<Optional<Jdk>> jdks;

    OnEachJdkExtension() {
        this(Jdks::find);
    }

    OnEachJdkExtension(IntFunction<Optional<Jdk>> jdks) {
        this.jdks = jdks;
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getTestMethod()
                .map(method -> method.isAnnotationPresent(OnEachJdk.class))
                .orElse(false);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Jdks.TESTED.stream().map(feature -> new Invocation(feature, jdks.apply(feature)));
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
            ExtensionContext context) {
        return Jdks.TESTED.stream().map(feature -> new Invocation(feature, jdks.apply(feature)));
    }

    private record Invocation(int feature, Optional<Jdk> jdk)
            implements TestTemplateInvocationContext, ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return jdk.map(Jdk::toString).orElse("JDK " + feature + " (absent)");
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            // Nothing: both interfaces bring a default, so one has to be chosen.
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new OnJdk(feature, jdk));
        }
    }

    /** Aborts where the JDK is absent, before anything of the test runs; otherwise hands it out. */
    private record OnJdk(int feature, Optional<Jdk> jdk)
            implements BeforeClassTemplateInvocationCallback, BeforeEachCallback, ParameterResolver {
        @Override
        public void beforeClassTemplateInvocation(ExtensionContext context) {
            abortIfAbsent();
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            abortIfAbsent();
        }

        private void abortIfAbsent() {
            if (jdk.isEmpty()) {
                throw new TestAbortedException(Jdks.missing(feature));
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Jdk.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return jdk.orElseThrow(() -> new TestAbortedException(Jdks.missing(feature)));
        }
    }
}
