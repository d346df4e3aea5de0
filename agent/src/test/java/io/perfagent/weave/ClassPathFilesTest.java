package io.perfagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathFilesTest {
    private static final FileTime FIXED = FileTime.from(Instant.parse("1980-02-01T00:00:00Z"));

    @TempDir
    Path directory;

    private Path jar(String name, String classPath, String content) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path jar = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            ZipEntry entry = new ZipEntry("content");
            entry.setTime(0);
            out.putNextEntry(entry);
            out.write(content.getBytes());
        }
        return jar;
    }

    private static byte[] written(String classPath) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ClassPathFiles.write(new DataOutputStream(bytes), classPath)).isTrue();
        return bytes.toByteArray();
    }

    private static boolean unchanged(byte[] written) throws IOException {
        return ClassPathFiles.unchanged(new DataInputStream(new ByteArrayInputStream(written)));
    }

    @Test
    void nothing_changed() throws IOException {
        Path jar = jar("a.jar", "", "a");

        assertThat(unchanged(written(jar + File.pathSeparator + directory.resolve("absent.jar"))))
                .isTrue();
    }

    @Test
    void another_time_or_size_is_a_change() throws IOException {
        Path jar = jar("a.jar", "", "a");
        byte[] before = written(jar.toString());

        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));

        assertThat(unchanged(before)).isFalse();
        byte[] after = written(jar.toString());
        assertThat(unchanged(after)).isTrue();
        FileTime time = Files.getLastModifiedTime(jar);
        jar("a.jar", "", "a and more");
        Files.setLastModifiedTime(jar, time);
        assertThat(unchanged(after)).isFalse();
    }

    @Test
    void a_jar_that_appears_is_a_change() throws IOException {
        byte[] before = written(directory.resolve("late.jar").toString());

        jar("late.jar", "", "a");

        assertThat(unchanged(before)).isFalse();
    }

    @Test
    void jars_that_a_manifest_names_count() throws IOException {
        jar("second.jar", "third.jar", "b");
        jar("third.jar", "second.jar", "c");
        byte[] before =
                written(jar("first.jar", "second.jar not%20there.jar", "a").toString());

        assertThat(unchanged(before)).isTrue();
        jar("third.jar", "second.jar", "c and more");
        assertThat(unchanged(before)).isFalse();
    }

    @Test
    void with_a_date_that_a_build_tool_has_set_the_content_counts() throws IOException {
        Path jar = jar("a.jar", "", "one");
        Files.setLastModifiedTime(jar, FIXED);
        byte[] before = written(jar.toString());
        long size = Files.size(jar);
        assertThat(unchanged(before)).isTrue();

        Files.setLastModifiedTime(jar("a.jar", "", "two"), FIXED);

        assertThat(Files.size(jar))
                .as("the same size, or the test shows nothing")
                .isEqualTo(size);
        assertThat(unchanged(before)).isFalse();
    }

    @Test
    void a_directory_cannot_be_told_unchanged() throws IOException {
        DataOutputStream nowhere = new DataOutputStream(new ByteArrayOutputStream());

        assertThat(ClassPathFiles.write(nowhere, directory.toString())).isFalse();
    }
}
