package io.perfagent.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data directory of one application under perf-agent. Immutable.
 *
 * @param path null without perf-agent
 * @param temporary the same if it is to be removed in the end, or null
 * @param before where to keep what this start has woven, for others; null if it is no matter
 * @param given whether it was given what others have woven
 */
record DataDir(
        @Nullable Path path,
        @Nullable Path temporary,
        @Nullable WovenBefore before,
        boolean given) {

    /** That which stays where it is. */
    DataDir kept() {
        return new DataDir(path, null, before, given);
    }

    /** After the application's end: keeps what is of worth for others, removes what is temporary. */
    void close(boolean woven) {
        try {
            if (woven && !given && before != null && path != null) {
                before.keep(path);
            }
            if (temporary != null && Files.exists(temporary)) {
                try (Stream<Path> tree = Files.walk(temporary)) {
                    for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
