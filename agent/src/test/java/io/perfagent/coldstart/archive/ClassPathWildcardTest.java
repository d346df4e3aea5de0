package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassPathWildcardTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "java -cp app.jar:lib/* app.Main, , , lib/*",
        "java -classpath * app.Main, , , *",
        "java -Dx=1 --class-path lib/* app.Main, , , lib/*",
        "java --class-path=lib/*:app.jar app.Main, , , lib/*",
        "java --add-modules a.b -cp lib/* app.Main, , , lib/*",
        "java app.Main, -cp lib/*, , lib/*",
        "java app.Main, , app.jar:lib/*, lib/*",
        "java -cp app.jar app.Main, , lib/*, ",
        "java -cp lib/* -cp app.jar app.Main, , , ",
        "java -jar app.jar, , lib/*, ",
        "java -cp lib/* -jar app.jar, , , ",
        "java -cp app.jar app.Main -cp lib/*, , , ",
        "java -cp app.jar:lib*:lib/a.jar app.Main, , , "
    })
    void what_the_launcher_expands_is_found(
            String command, @Nullable String jdkOptions, @Nullable String variable, @Nullable String wildcard) {
        assertThat(ClassPathWildcard.in(Arrays.asList(command.split(" ")), jdkOptions, variable))
                .isEqualTo(wildcard);
    }

    @Test
    void files_of_arguments_are_looked_into() throws IOException {
        Path file = Files.writeString(directory.resolve("options"), "# -cp a/*\n-Xmx1g\n-cp \"app.jar:lib/*\"\n");

        assertThat(ClassPathWildcard.in(List.of("java", "@" + file, "app.Main"), null, null))
                .isEqualTo("lib/*");
        assertThat(ClassPathWildcard.in(List.of("java", "app.Main"), "@" + file, null))
                .isEqualTo("lib/*");
        assertThat(ClassPathWildcard.in(List.of("java", "@none", "app.Main"), null, null))
                .isNull();
    }
}
