package io.perfagent.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import io.perfagent.it.AgentJar;
import io.perfagent.it.Jdk;
import io.perfagent.it.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Our telemetry is OpenTelemetry's, but for the differences on record. */
class DifferentialIT {
    private static final Path ACCEPTED = Path.of("src/test/resources/differential/accepted-differences.txt");
    private static final Path REPORT = Path.of("target/differential.txt");

    /** On JDK 17, as the recorded answers are: pool and collector names differ between JDKs. */
    private final Jdk jdk = Jdks.require(17);

    @Test
    void ourTelemetryDiffersFromTheirsOnlyWhereAccepted() throws IOException {
        SortedSet<String> theirs = Facts.of(Golden.read(Golden.DIRECTORY));
        SortedSet<String> ours = Facts.of(Recording.of(AgentJar.perfAgent(), jdk));

        List<String> wrong = AcceptedDifferences.read(ACCEPTED).judge(theirs, ours);

        Files.write(REPORT, AcceptedDifferences.differences(theirs, ours));
        assertThat(wrong)
                .describedAs("differences not in %s; all differences are in %s", ACCEPTED, REPORT)
                .isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(
            named = "differential.live",
            matches = "true",
            disabledReason = "needs OpenTelemetry's agent: -Pdifferential")
    void recordedAnswersAreWhatTheirAgentSays() {
        Map<String, JsonElement> recorded = Recording.of(AgentJar.openTelemetry(), jdk);
        if (Boolean.getBoolean("differential.record")) {
            Golden.write(Golden.DIRECTORY, recorded);
        }

        assertThat(AcceptedDifferences.differences(Facts.of(Golden.read(Golden.DIRECTORY)), Facts.of(recorded)))
                .isEmpty();
    }
}
