package io.perfagent.coldstart.archive;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that makes an archive: with a bounded heap, at a low priority where there is {@code nice}, without options from the
 * environment. It does not outlive this process.
 *
 * @param exit its exit status
 * @param last its last lines
 */
public record ChildJvm(int exit, List<String> last) {
    /** Enough for lists of some ten thousand classes; an archive is written by native code. */
    static final int HEAP_MIB = 512;

    private static final int LAST_LINES = 100;
    private static final int SAID_LINES = 6;
    private static final long LIMIT_SECONDS = 300;
    private static final long POLL_MILLIS = 20;
    private static final int MAX_BYTES = 1 << 20;

    /** The status of {@code timeout(1)}. */
    private static final int TIMED_OUT = 124;

    /** Options for any JVM that is started. */
    public static final List<String> OPTIONS_OF_ENVIRONMENT =
            List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    static ChildJvm run(List<String> command) throws IOException, InterruptedException {
        List<String> niced = new ArrayList<>();
        if (new File("/usr/bin/nice").canExecute()) {
            niced.addAll(List.of("/usr/bin/nice", "-n", "10"));
        }
        niced.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(niced).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        for (String name : OPTIONS_OF_ENVIRONMENT) {
            environment.remove(name);
        }
        Process process = builder.start();
        Reaper reaper = Reaper.of(process);
        try {
            process.getOutputStream().close();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            InputStream output = process.getInputStream();
            boolean ended = false;
            while (!ended && System.nanoTime() - deadline < 0) {
                ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
                byte[] more = output.readNBytes(Math.min(output.available(), MAX_BYTES));
                said.write(more, 0, said.size() < MAX_BYTES ? more.length : 0);
            }
            List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
            int exit = ended ? process.exitValue() : TIMED_OUT;
            return new ChildJvm(exit, lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } finally {
            reaper.done();
        }
    }

    /** The end of what it said, on one line. */
    String output() {
        return String.join(" | ", last.subList(Math.max(0, last.size() - SAID_LINES), last.size()));
    }

    /** All that was kept of what it said. */
    String allOutput() {
        return String.join("\n", last) + "\n";
    }
}
