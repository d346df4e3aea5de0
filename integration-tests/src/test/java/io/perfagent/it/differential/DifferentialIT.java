package io.perfagent.it.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonElement;
import io.perfagent.it.AgentJar;
import io.perfagent.it.Jdk;
import io.perfagent.it.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our telemetry is OpenTelemetry's, but for the differences on record. */
class DifferentialIT {
    /** On JDK 17, as the recorded answers are: pool and collector names differ between JDKs. */
    private final Jdk jdk = Jdks.require(17);

    static List<Suite> suites() {
        return Suite.all();
    }

    @ParameterizedTest
    @MethodSource("suites")
    void ourTelemetryDiffersFromTheirsOnlyWhereAccepted(Suite suite) throws IOException {
        assumeThat(System.getProperty("differential.suite", suite.toString())).isEqualTo(suite.toString());
        SortedSet<String> theirs = Facts.of(Golden.read(suite.golden()));
        SortedSet<String> ours = Facts.of(Recording.of(suite, AgentJar.perfAgent(), jdk));

        List<String> wrong = AcceptedDifferences.read(suite.accepted()).judge(theirs, ours);

        Files.write(suite.report(), AcceptedDifferences.differences(theirs, ours));
        assertThat(wrong)
                .describedAs("differences not in %s; all differences are in %s", suite.accepted(), suite.report())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("suites")
    @EnabledIfSystemProperty(
            named = "differential.live",
            matches = "true",
            disabledReason = "needs OpenTelemetry's agent: -Pdifferential")
    void recordedAnswersAreWhatTheirAgentSays(Suite suite) {
        assumeThat(System.getProperty("differential.suite", suite.toString())).isEqualTo(suite.toString());
        Map<String, JsonElement> recorded = Recording.of(suite, AgentJar.openTelemetry(), jdk);
        if (Boolean.getBoolean("differential.record")) {
            Golden.write(suite.golden(), recorded);
        }

        assertThat(AcceptedDifferences.differences(Facts.of(Golden.read(suite.golden())), Facts.of(recorded)))
                .isEmpty();
    }
}
