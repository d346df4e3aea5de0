package io.perfagent.it.differential;

import io.perfagent.it.Fixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The scenarios of one fixture, recorded and compared together. Recorded answers of all but the first are in a
 * directory of their own, and so are their accepted differences; of their metrics only those of HTTP are compared.
 *
 * @param fixture which is started once under each agent
 * @param scenarios in the order they are run; numbers are unique within the suite
 */
record Suite(Fixture fixture, List<Scenario> scenarios) {
    private static final Path RESOURCES = Path.of("src/test/resources/differential");

    /** Everything that is told of the process itself is compared in this one only. */
    private static final Suite TOMCAT = new Suite(Fixture.TOMCAT, Scenario.tomcat());

    private static final Suite JETTY_12 = new Suite(Fixture.JETTY_12, Scenario.jetty());

    private static final Suite JETTY_9 = new Suite(Fixture.JETTY_9, Scenario.jetty());

    /** All suites; one line for each fixture. */
    static List<Suite> all() {
        List<Suite> all = new ArrayList<>();
        all.add(TOMCAT);
        all.add(JETTY_12);
        all.add(JETTY_9);
        all.add(new Suite(Fixture.HTTP_CLIENTS, HttpClientScenarios.all()));
        all.addAll(RouteScenarios.suites());
        all.add(NettyScenarios.suite());
        all.addAll(ServerScenarios.suites());
        return all;
    }

    /** Whether what was exported under this name, of a metric or a file, is compared. */
    boolean compares(String file, String member) {
        return switch (file) {
            case "metrics" -> isFirst() || member.startsWith("http.");
            case "other-traces", "resource" -> isFirst();
            default -> true;
        };
    }

    Path golden() {
        Path first = RESOURCES.resolve("otel-" + Golden.VERSION);
        return isFirst() ? first : first.resolve(fixture.name());
    }

    Path accepted() {
        return RESOURCES.resolve(
                isFirst() ? "accepted-differences.txt" : "accepted-differences-" + fixture.name() + ".txt");
    }

    Path report() {
        return Path.of("target", isFirst() ? "differential.txt" : "differential-" + fixture.name() + ".txt");
    }

    private boolean isFirst() {
        return fixture.equals(TOMCAT.fixture);
    }

    @Override
    public String toString() {
        return fixture.name();
    }
}
