package io.perfagent.it.coldstart;

import io.perfagent.it.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Spring Boot's own way from one nested jar to a directory of plain ones. */
public final class ExtractedBoot {
    private ExtractedBoot() {}

    /**
     * Extracts a nested jar, in place of what was extracted there before.
     *
     * @return the jar to start, beside which the others lie
     */
    public static Path extract(Jdk jdk, Path nested, Path directory) throws IOException, InterruptedException {
        List<String> command = List.of(
                jdk.java().toString(),
                "-Djarmode=tools",
                "-jar",
                nested.toAbsolutePath().toString(),
                "extract",
                "--force",
                "--destination",
                directory.toAbsolutePath().toString());
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(nested + " was not extracted: status " + status);
        }
        return directory.resolve(nested.getFileName());
    }
}
