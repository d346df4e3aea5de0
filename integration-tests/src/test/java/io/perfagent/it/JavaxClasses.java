package io.perfagent.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The fixtures for containers of the time before Jakarta: their class files with {@code jakarta.servlet} renamed to {@code
 * javax.servlet}, in {@code target/javax-classes}. To be put before the test classes on a class path. Thread-safe.
 */
public final class JavaxClasses {
    private static final String FIXTURES = "io/perfagent/it/fixture";
    private static final Path FROM = Path.of("target", "test-classes").toAbsolutePath();
    private static final Path TO = Path.of("target", "javax-classes").toAbsolutePath();
    private static boolean written;

    private JavaxClasses() {}

    /** The directory, written on the first call. */
    public static synchronized String directory() {
        if (!written) {
            try (DirectoryStream<Path> classes = Files.newDirectoryStream(FROM.resolve(FIXTURES), "*.class")) {
                Files.createDirectories(TO.resolve(FIXTURES));
                for (Path file : classes) {
                    Files.write(TO.resolve(FROM.relativize(file)), renamed(Files.readAllBytes(file)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            written = true;
        }
        return TO.toString();
    }

    private static byte[] renamed(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(new ClassRemapper(writer, new ToJavax()), 0);
        return writer.toByteArray();
    }

    private static final class ToJavax extends Remapper {
        @Override
        public @Nullable String map(String internalName) {
            return internalName.startsWith("jakarta/servlet/")
                    ? "javax" + internalName.substring("jakarta".length())
                    : internalName;
        }
    }
}
