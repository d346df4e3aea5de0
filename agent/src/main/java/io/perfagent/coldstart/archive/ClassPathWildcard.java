package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a wildcard in the class path of a command, as the launcher understands it: {@code *} at the end of an entry stands for
 * the jars of a directory, in the order in which the system lists them, which is another on each machine.
 */
final class ClassPathWildcard {
    /** Options whose value is the next word, besides those of the class path. */
    private static final List<String> WITH_VALUE = List.of(
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--enable-native-access",
            "--source");

    private static final String LONG_OPTION = "--class-path";
    private static final int MAX_FILE_BYTES = 1 << 20;

    private ClassPathWildcard() {}

    /**
     * @param command {@code java} and its arguments; files of arguments are looked into
     * @param jdkOptions {@code JDK_JAVA_OPTIONS}, or null
     * @param variable {@code CLASSPATH}, or null
     * @return the entry, or null if there is none
     */
    static @Nullable String in(List<String> command, @Nullable String jdkOptions, @Nullable String variable) {
        List<String> words = new ArrayList<>();
        addAll(words, jdkOptions == null ? List.of() : words(jdkOptions));
        addAll(words, command.subList(1, command.size()));
        String classPath = variable == null ? "" : variable;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            if (word.equals("-cp") || word.equals("-classpath") || word.equals(LONG_OPTION)) {
                classPath = next;
                i++;
            } else if (word.startsWith(LONG_OPTION + "=")) {
                classPath = word.substring(LONG_OPTION.length() + 1);
            } else if (WITH_VALUE.contains(word)) {
                i++;
            } else if (word.equals("-jar")) {
                return null; // no other class path counts
            } else if (!word.startsWith("-")) {
                break; // the main class; what follows is the application's
            }
        }
        return wildcard(classPath);
    }

    private static @Nullable String wildcard(String classPath) {
        for (String entry : classPath.split(File.pathSeparator)) {
            boolean ends = entry.equals("*") || entry.endsWith(File.separator + "*");
            if (ends && !new File(entry).exists()) {
                return entry;
            }
        }
        return null;
    }

    private static void addAll(List<String> words, List<String> more) {
        for (String word : more) {
            if (word.startsWith("@") && !word.startsWith("@@")) {
                words.addAll(ofFile(Path.of(word.substring(1))));
            } else {
                words.add(word);
            }
        }
    }

    /** None of a file that cannot be read: the launcher says so. */
    private static List<String> ofFile(Path file) {
        List<String> words = new ArrayList<>();
        try {
            if (Files.size(file) <= MAX_FILE_BYTES) {
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    words.addAll(line.startsWith("#") ? List.of() : words(line));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return words;
    }

    private static List<String> words(String text) {
        String plain = text.replace("\"", "").strip();
        return plain.isEmpty() ? List.of() : Arrays.asList(plain.split("\\s+"));
    }
}
