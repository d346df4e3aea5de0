package io.perfagent.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The source files of the repository, as the tests of this module find them. */
final class Sources {
    /** Modules whose code is in the agent's jar. */
    static final String[] SHIPPED = {"agent-bootstrap", "exporters", "agent"};

    private Sources() {}

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("agent-bootstrap")) ? here : here.getParent();
    }

    /** All Java files of the repository, tests included. */
    static List<Path> all() {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root())) {
            modules.filter(Files::isDirectory)
                    .filter(module -> !module.getFileName().toString().startsWith("."))
                    .forEach(module -> walk(module, files));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** The Java files of the shipped modules, without tests. */
    static List<Path> shipped() {
        List<Path> files = new ArrayList<>();
        for (String module : SHIPPED) {
            walk(root().resolve(module).resolve("src/main/java"), files);
        }
        return files;
    }

    private static void walk(Path directory, List<Path> into) {
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .forEach(into::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the class that a file declares. */
    static String className(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - 5);
    }
}
