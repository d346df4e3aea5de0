package io.perfagent.it.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When, and of which commit, something was measured. Immutable.
 *
 * @param date in UTC, to the second
 * @param commit abbreviated, with {@code -dirty} if the working tree differs from it; {@code unknown} without git
 */
record Revision(String date, String commit) {

    /** Now, and the commit that the directory is at. */
    static Revision of(Path directory) throws IOException, InterruptedException {
        String commit = "unknown";
        try {
            Process git = new ProcessBuilder("git", "--no-optional-locks", "describe", "--always", "--dirty")
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (git.waitFor() == 0 && !answer.isEmpty()) {
                commit = answer;
            }
        } catch (IOException e) {
            System.err.println("the commit is not known: " + e.getMessage());
        }
        return new Revision(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), commit);
    }
}
