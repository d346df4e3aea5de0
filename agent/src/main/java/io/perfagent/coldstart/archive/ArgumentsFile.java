package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The one file that {@code JDK_JAVA_OPTIONS=@...} names. A JVM does not start without it, so it is replaced by a rename and
 * never deleted; it is readable by all, as nothing in it is secret.
 *
 * <p>Emptied before {@code main} when an archive proves wrong, so plain {@code java.io} only.
 */
public final class ArgumentsFile {
    private static final String EMPTIED = "# emptied by perf-agent: ";
    private static final int MAX_BYTES = 1 << 16;

    private final File file;

    public ArgumentsFile(File file) {
        this.file = file;
    }

    /** Names no options any more; what is left is a comment that says why. */
    public void empty(String reason) throws IOException {
        replace(EMPTIED + oneLine(reason) + "\n");
    }

    /** Whether it is as {@link #empty} left it, for a reason that ends so; false where it cannot be read. */
    boolean wasEmptiedFor(String reason) {
        try (FileInputStream in = new FileInputStream(file)) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            return text.startsWith(EMPTIED) && text.endsWith(reason + "\n");
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes it, empty, where there is none yet. */
    void makeIfMissing() throws IOException {
        if (!file.exists()) {
            replace("");
        }
    }

    /** What names an archive. */
    static String text(ArchiveKind kind, File archive, File record) {
        StringBuilder text = new StringBuilder();
        text.append("-XX:+IgnoreUnrecognizedVMOptions\n");
        for (String option : kind.options(archive)) {
            text.append(quoted(option)).append('\n');
        }
        text.append(quoted("-D" + ArchivePlaces.PROPERTY + "=" + record.getPath()))
                .append('\n');
        return text.toString();
    }

    void replace(String text) throws IOException {
        File temporary = new File(file.getPath() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        boolean done = false;
        try {
            try (OutputStream out = new FileOutputStream(temporary)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            done = temporary.setReadable(true, false) && temporary.renameTo(file);
            if (!done) {
                throw new IOException(file + " cannot be replaced");
            }
        } finally {
            if (!done) {
                temporary.delete();
            }
        }
    }

    /** As the launcher's argument files have it: within quotes, a backslash escapes. */
    static String quoted(String option) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < option.length(); i++) {
            char c = option.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }
}
