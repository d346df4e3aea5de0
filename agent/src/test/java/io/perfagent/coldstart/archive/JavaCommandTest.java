package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaCommandTest {
    private static final String AGENT = "/opt/perf-agent.jar";

    @ParameterizedTest
    @CsvSource({
        "-javaagent:/opt/perf-agent.jar, , ",
        "-javaagent:/opt/../opt/perf-agent.jar=a=b, , ",
        "-agentlib:instrument=/opt/perf-agent.jar=x, , ",
        "-Dx=1, -Dy=2 -javaagent:/opt/perf-agent.jar, ",
        "-Dx=1, , -agentlib:instrument=/opt/perf-agent.jar"
    })
    void an_agent_that_is_named_is_not_added(String option, @Nullable String tool, @Nullable String jdk)
            throws PrepareFailure {
        JavaCommand command = JavaCommand.of(List.of("java", option, "-jar", "a.jar"), AGENT, tool, jdk);

        assertThat(command.addedAgent()).isNull();
        assertThat(command.with(List.of("-Dz"))).containsExactly("java", "-Dz", option, "-jar", "a.jar");
    }

    @ParameterizedTest
    @CsvSource({"-Dx=1", "-javaagent:/opt/other.jar", "-javaagent:/opt/perf-agent.jar.bak"})
    void one_that_is_not_is(String option) throws PrepareFailure {
        JavaCommand command = JavaCommand.of(List.of("/usr/bin/java", option, "A"), AGENT, null, "-Dx");

        assertThat(command.addedAgent()).isEqualTo("-javaagent:/opt/perf-agent.jar");
        assertThat(command.with(List.of()))
                .containsExactly("/usr/bin/java", "-javaagent:/opt/perf-agent.jar", option, "A");
    }

    @Test
    void a_script_is_refused() {
        assertThatThrownBy(() -> JavaCommand.of(List.of("./start.sh"), AGENT))
                .isInstanceOf(PrepareFailure.class)
                .hasMessageContaining("'./start.sh' is not java");
    }
}
