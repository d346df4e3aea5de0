package io.perfagent.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsenceTest {
    @ParameterizedTest
    @CsvSource({
        "-javaagent:p.jar, false",
        "-XX:SharedArchiveFile=a.jsa -javaagent:p.jar, true",
        "-agentlib:instrument=p.jar -XX:SharedArchiveFile=a.jsa, true",
        "-agentlib:jdwp=server=y -agentlib:instrument=p.jar -XX:SharedArchiveFile=a.jsa, true",
        "-XX:AOTCache=a.aot -javaagent:p.jar, false",
        "-XX:SharedArchiveFile=a.jsa -javaagent:p.jar -javaagent:jacoco.jar, false",
        "-javaagent:p.jar -agentlib:instrument=jacoco.jar -XX:SharedArchiveFile=a.jsa, false",
    })
    void the_transformer_leaves_an_archive_alone_if_ours_is_the_only_agent(String arguments, boolean pays) {
        assertThat(Absence.pays(arguments.split(" "))).isEqualTo(pays);
    }
}
