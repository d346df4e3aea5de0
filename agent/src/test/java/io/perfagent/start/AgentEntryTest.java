package io.perfagent.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentEntryTest {
    @ParameterizedTest
    @CsvSource({
        "jdk.jcmd/sun.tools.jps.Jps -l, true",
        "jdk.compiler/com.sun.tools.javac.Main A.java, true",
        "sun.tools.jstack.JStack 12, true",
        "com.sun.tools.javac.Main, true",
        "io.perfagent.bootstrap.Premain status, true",
        "/opt/perf-agent.jar status, true",
        "/opt/app.jar, false",
        "com.acme.Main, false",
        "jdkapp.Main, false",
        "/opt/perf-agent-demo.jar, false",
        ", false"
    })
    void tools_of_the_jdk_and_our_own_command_are_left_alone(String command, boolean left) {
        assertThat(AgentEntry.isOwnOrJdkTool(command, "/opt/perf-agent.jar")).isEqualTo(left);
    }

    @Test
    void what_runs_no_program_does_not_judge_the_archive() {
        assertThat(AgentEntry.recordToCheck("1.jsa.record", null))
                .as("java -version")
                .isNull();
        assertThat(AgentEntry.recordToCheck("1.jsa.record", "com.acme.Main")).isEqualTo("1.jsa.record");
        assertThat(AgentEntry.recordToCheck(null, "com.acme.Main")).isNull();
    }
}
