package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnArchiveTest {
    @TempDir
    Path root;

    @Test
    void one_that_is_named_takes_the_place_of_those_before() throws IOException {
        Path folder = Files.createDirectory(root.resolve("archive"));
        for (String name : new String[] {
            "1.jsa", "1.jsa.record", "1.jsa.txt", "2.aot", "attempt-1-1", "3.jsa", "3.jsa.record", "prepare.lock"
        }) {
            Files.createFile(folder.resolve(name));
        }
        ArchivePlaces places = new ArchivePlaces(root.toFile());

        new OwnArchive(places, places.inFolder("3.jsa"), places.inFolder("3.jsa.record")).name();

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("3.jsa", "3.jsa.record", "prepare.lock");
        assertThat(root.resolve("jvm.args")).content().contains("3.jsa.record");
    }

    @Test
    void after_starts_that_were_not_survived_none_is_made_again_by_itself() throws IOException {
        Path arguments = Files.writeString(root.resolve("jvm.args"), "");
        ArgumentsFile file = new ArgumentsFile(arguments.toFile());

        file.empty("app.jar has changed since");
        assertThat(file.wasEmptiedFor(Attempts.REASON)).isFalse();
        file.empty("2" + Attempts.REASON);
        assertThat(file.wasEmptiedFor(Attempts.REASON)).isTrue();
        Files.writeString(arguments, "");
        assertThat(file.wasEmptiedFor(Attempts.REASON)).as("by the operator").isFalse();
        Files.delete(arguments);
        assertThat(file.wasEmptiedFor(Attempts.REASON)).isFalse();
    }
}
