package io.perfagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PremainTest {
    @ParameterizedTest
    @CsvSource({"1.8,8", "9,9", "11,11", "16,16"})
    void an_old_jvm_is_told_so(String specification, String version) {
        assertThat(Premain.tooOld(specification, "com.example.Main"))
                .isEqualTo("Java " + version + " is not supported, 17 and newer are: nothing is woven");
        assertThat(Premain.tooOld(specification, null)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sun.tools.jps.Jps", "com.sun.tools.javac.Main", "jdk.jcmd/sun.tools.jps.Jps"})
    void nothing_is_said_in_tools_of_an_old_jdk(String command) {
        assertThat(Premain.tooOld("1.8", command)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "21", "25", "99", "", "0", "x", "17-ea", "1.", "99999999999999999999"})
    void others_go_on(String specification) {
        assertThat(Premain.tooOld(specification, null)).isNull();
    }

    @Test
    void an_unknown_version_goes_on() {
        assertThat(Premain.tooOld(null, null)).isNull();
    }

    /** It gets the format of Java 8 when the jar is assembled, so it may use no more of the language and the library. */
    @Test
    void the_premain_class_is_java_8(@TempDir Path out) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = compiler.run(
                null,
                null,
                errors,
                "--release",
                "8",
                "-Xlint:none",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                out.toString(),
                "src/main/java/io/perfagent/bootstrap/Premain.java");
        assertThat(status).describedAs(errors.toString()).isZero();
    }
}
