package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"-Dx=1|\"-Dx=1\"", "-Dx=a b|\"-Dx=a b\"", "-Dx=a\"b|\"-Dx=a\\\"b\"", "C:\\x|\"C:\\\\x\""})
    void an_option_is_quoted_for_the_launcher(String option, String expected) {
        assertThat(ArgumentsFile.quoted(option)).isEqualTo(expected);
    }

    @Test
    void its_first_option_lets_another_release_start() {
        for (ArchiveKind kind : ArchiveKind.values()) {
            String text = ArgumentsFile.text(kind, new File("/d/a"), new File("/d/a.record"));

            assertThat(text).startsWith("-XX:+IgnoreUnrecognizedVMOptions\n");
            assertThat(text).contains("/d/a\"").contains("-Dio.perfagent.archive=/d/a.record");
            assertThat(text)
                    .as("17 does not start with a log tag it does not know")
                    .doesNotContain("-Xlog:aot");
        }
    }

    @Test
    void it_is_readable_by_all_and_nothing_is_left_beside_it() throws IOException {
        Path file = directory.resolve("jvm.args");
        ArgumentsFile arguments = new ArgumentsFile(file.toFile());

        arguments.makeIfMissing();
        assertThat(file).isEmptyFile();
        arguments.replace("-Dx=1\n");
        arguments.makeIfMissing();
        assertThat(file).hasContent("-Dx=1");
        arguments.empty("a jar\nhas changed");

        assertThat(Files.readAllLines(file)).containsExactly("# emptied by perf-agent: a jar has changed");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .endsWith("r--r--");
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void one_that_cannot_be_replaced_stays() throws IOException {
        Path file = directory.resolve("jvm.args");
        Files.createDirectory(file);
        Files.createFile(file.resolve("in-the-way"));

        assertThatThrownBy(() -> new ArgumentsFile(file.toFile()).empty("x")).isInstanceOf(IOException.class);

        assertThat(file.resolve("in-the-way")).exists();
        assertThat(directory.toFile().list()).hasSize(1);
    }
}
