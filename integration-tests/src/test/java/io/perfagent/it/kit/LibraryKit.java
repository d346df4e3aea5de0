package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.ReceivedSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What all kits share: a fixture on each JDK, and that the agent has nothing to complain of after any test. */
@OnEachJdk
@ExtendWith(LibraryKit.StartFixture.class)
abstract class LibraryKit {
    private final Jdk jdk;
    private @Nullable FixtureApp app;

    LibraryKit(Jdk jdk) {
        this.jdk = jdk;
    }

    /** What the tests run in; Tomcat with all clients by default. */
    Fixture fixture() {
        return Fixture.TOMCAT;
    }

    FixtureApp app() {
        FixtureApp started = app;
        if (started == null) {
            throw new IllegalStateException("the fixture is started before each test");
        }
        return started;
    }

    /** Asserts that the span has these attributes with these values; it may have more. */
    static void assertAttributes(ReceivedSpan span, Map<String, ?> expected) {
        assertThat(span.attributes()).describedAs("%s", span).containsAllEntriesOf(Map.copyOf(expected));
    }

    /** Asserts that the span is failed, in the form of the conventions: a status without words, and its type. */
    static void assertFailed(ReceivedSpan span, String errorType) {
        assertThat(span.status()).describedAs("%s", span).isEqualTo("ERROR");
        assertThat(span.span().getStatus().getMessage()).isEmpty();
        assertThat(span.attribute("error.type")).isEqualTo(errorType);
    }

    static void assertNotFailed(ReceivedSpan span) {
        assertThat(span.status()).describedAs("%s", span).isEqualTo("UNSET");
        assertThat(span.attributes()).doesNotContainKey("error.type");
    }

    /** Asserts that the span has one event {@code exception} of this type. */
    static void assertException(ReceivedSpan span, String type) {
        assertThat(span.span().getEventsList())
                .describedAs("%s", span)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getName()).isEqualTo("exception");
                    assertThat(ReceivedSpan.attributes(event)).containsEntry("exception.type", type);
                });
    }

    @AfterEach
    void theAgentHasNothingToComplainOf() {
        assertThat(app().complaints()).isEmpty();
    }

    /**
     * Starts the fixture once per JDK, and stops it when no test is likely to use it any more. One that is shared outlives
     * its class: the build hands classes to its test JVMs one by one, each as an execution of its own. So each class looks
     * itself for what the agent calls a problem.
     */
    static final class StartFixture implements BeforeEachCallback {
        private static final ExtensionContext.Namespace NAMESPACE =
                ExtensionContext.Namespace.create(StartFixture.class);

        @Override
        public void beforeEach(ExtensionContext context) {
            LibraryKit kit = (LibraryKit) context.getRequiredTestInstance();
            Fixture fixture = kit.fixture();
            ExtensionContext.Store ofClass = context.getParent().orElseThrow().getStore(NAMESPACE);
            ExtensionContext.Store users = fixture.shared()
                    ? context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
                    : ofClass;
            // By another name: a class's store also looks into that of the session.
            Start start = users.computeIfAbsent(
                            fixture.shared() ? "shared" : "own", key -> new Running(), Running.class)
                    .start(kit.jdk, fixture);
            ofClass.computeIfAbsent(Verdict.class, type -> new Verdict(start), Verdict.class);
            kit.app = start.app();
        }
    }

    /** At the end of a class: the agent has no problem. */
    private record Verdict(Start start) implements AutoCloseable {
        @Override
        public void close() {
            FixtureApp app = start.app;
            if (app != null) {
                assertThat(app.problems()).isEmpty();
            }
        }
    }

    /**
     * The fixtures that were used last, by JDK. One that is shared may be asked for again by a class that comes much later; and
     * each takes memory, and sends its metrics twice a second.
     */
    private static final class Running implements AutoCloseable {
        private static final int MAX = 4;

        private final Map<String, Start> starts = new LinkedHashMap<>(MAX, 0.75f, true);

        synchronized Start start(Jdk jdk, Fixture fixture) {
            String key = jdk + " " + fixture.name();
            Start known = starts.get(key);
            if (known != null) {
                return known;
            }
            if (starts.size() == MAX) {
                starts.remove(starts.keySet().iterator().next()).close();
            }
            Start start = new Start(jdk, fixture);
            starts.put(key, start);
            return start;
        }

        @Override
        public synchronized void close() {
            List<Start> last = List.copyOf(starts.values());
            starts.clear();
            last.forEach(Start::close);
        }
    }

    /** One attempt to start it: if it fails, every test fails at once, with that failure. */
    private static final class Start implements AutoCloseable {
        private @Nullable FixtureApp app;
        private @Nullable Throwable failure;

        Start(Jdk jdk, Fixture fixture) {
            try {
                app = new FixtureApp(jdk, AgentJar.underTest(), fixture);
            } catch (RuntimeException | AssertionError e) {
                failure = e;
            }
        }

        FixtureApp app() {
            FixtureApp started = app;
            if (started == null) {
                throw new AssertionError("the fixture did not start under the agent", failure);
            }
            return started;
        }

        @Override
        public void close() {
            if (app != null) {
                app.close();
            }
        }
    }
}
