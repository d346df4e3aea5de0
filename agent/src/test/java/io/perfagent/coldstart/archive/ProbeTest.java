package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked for in the answers of JVMs. */
class ProbeTest {
    @Test
    void the_changed_program_differs_in_the_word_it_prints() throws IOException {
        byte[] program;
        try (InputStream in = ProbeProgram.class.getResourceAsStream("ProbeProgram.class")) {
            program = Objects.requireNonNull(in).readAllBytes();
        }
        byte[] changed = StaleProbe.replaced(program);

        assertThat(changed).hasSameSizeAs(program);
        assertThat(new String(program, StandardCharsets.ISO_8859_1)).contains("probe-before");
        assertThat(new String(changed, StandardCharsets.ISO_8859_1))
                .contains("probe-behind")
                .doesNotContain("probe-before");
        assertThatThrownBy(() -> StaleProbe.replaced(new byte[100])).isInstanceOf(IOException.class);
    }

    @Test
    void shared_classes_are_counted_by_name(@TempDir Path directory) throws IOException {
        Path log = Files.writeString(
                directory.resolve("log"),
                "a.B source: shared objects file\na.C source: file:/app.jar\n"
                        + "a.D source: shared objects file (top)\na.Other source: shared objects file\n");

        assertThat(ClassLog.shared(log.toFile(), Set.of("a.B", "a.C", "a.D"))).isEqualTo(2);
    }
}
