package io.perfagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 9: files stay short, names are the field's, nullness is declared. */
class FilesAndNamesTest {
    private static final int MAX_LINES = 500;

    @Test
    void the_walk_finds_the_sources() {
        assertThat(Sources.shipped()).hasSizeGreaterThan(150);
        assertThat(Sources.all()).hasSizeGreaterThan(Sources.shipped().size());
    }

    @Test
    void no_file_has_500_lines() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Sources.all()) {
            long lines = Sources.text(file).lines().count();
            if (lines >= MAX_LINES) {
                tooLong.add(file + ": " + lines);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void no_class_is_named_util_helper_manager_or_impl() {
        assertThat(Sources.all())
                .extracting(Sources::className)
                .noneMatch(name -> name.matches(".*(Utils?|Helpers?|Manager|Impl)"));
    }

    @Test
    void every_package_of_ours_is_null_marked() {
        List<Path> missing = new ArrayList<>();
        for (Path file : Sources.shipped()) {
            Path info = file.resolveSibling("package-info.java");
            if (!Files.exists(info) || !Sources.text(info).contains("@NullMarked")) {
                missing.add(file);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void nothing_is_left_to_do() {
        String marks = "TO" + "DO|FIX" + "ME|X" + "XX";
        assertThat(Sources.shipped())
                .noneMatch(
                        file -> Sources.text(file).lines().anyMatch(line -> line.matches(".*\\b(" + marks + ")\\b.*")));
    }
}
