package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC",
                "-XX:-UseCompressedOops",
                "-XX:+UseZGC",
                "--add-modules=java.sql",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Xbootclasspath/a:x.jar",
                "-XX:ObjectAlignmentInBytes=16"
            })
    void what_an_archive_depends_on_counts(String option) {
        assertThat(JvmOptions.relevant(new String[] {"-Xmx1g", option})).isEqualTo(option + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx1g",
                "-Dpassword=secret",
                "-XX:+UseStringDeduplication",
                "-XX:+UseG1GCx",
                "-XX:+UseG1",
                "-XX:+",
                "-XX:MaxRAMPercentage=70",
                "-javaagent:x.jar",
                ""
            })
    void nothing_else_does(String option) {
        assertThat(JvmOptions.relevant(new String[] {option})).isEmpty();
    }

    @Test
    void the_spelling_that_adds_a_module_wins() {
        assertThat(JvmOptions.spelling(new String[] {})).isEmpty();
        assertThat(JvmOptions.spelling(new String[] {"-agentlib:instrument=a.jar"}))
                .isEqualTo("-agentlib");
        assertThat(JvmOptions.spelling(new String[] {"-agentlib:instrument=a.jar", "-javaagent:b.jar"}))
                .isEqualTo("-javaagent");
        assertThat(JvmOptions.spelling(new String[] {"-agentlib:jdwp=x"})).isEmpty();
    }

    @Test
    void the_shape_is_not_known_where_the_options_are_not() {
        assertThat(JvmOptions.shape(null)).isNull();
        assertThat(JvmOptions.shape(new String[] {"-javaagent:a.jar", "-XX:+UseSerialGC"}))
                .isEqualTo("-javaagent\n-XX:+UseSerialGC\n");
    }
}
