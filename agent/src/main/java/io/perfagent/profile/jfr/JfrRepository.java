package io.perfagent.profile.jfr;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Where JFR keeps its chunks. It has one such place per JVM, so it is chosen only before anybody else has used JFR; the same
 * goes for the size of chunks and of memory.
 *
 * <p>The JVM ends itself when it cannot write a chunk ({@code jfrStreamWriterHost.inline.hpp}, {@code Repository.newChunk}).
 * So there must be much more room than JFR may take, always.
 */
public final class JfrRepository {
    /** What must be left on the disk besides all that JFR may take. */
    private static final long SPARE_DISK_BYTES = 256L << 20;

    private static final Duration LEFT_OVER = Duration.ofHours(1);
    private static final String OPTIONS = "memorysize=4m maxchunksize=2m";

    private JfrRepository() {}

    /** Why there is not enough room on the disk of a folder, or null if there is. */
    public static @Nullable String objection(File folder, long diskBytes) {
        if (!folder.isDirectory() || !folder.canWrite()) {
            return folder + " is not there or not writable";
        }
        long usable = folder.getUsableSpace();
        long wanted = SPARE_DISK_BYTES + 4 * diskBytes;
        return usable >= wanted
                ? null
                : "the disk of " + folder + " has " + (usable >> 20) + " MiB left, wanted are " + (wanted >> 20)
                        + " MiB";
    }

    /** Whether somebody uses JFR already, so that its options stand. */
    public static boolean isInUse() {
        return FlightRecorder.isInitialized();
    }

    /**
     * Chooses the place, and less memory than the JVM would take.
     *
     * @return what went wrong, or null
     */
    public static @Nullable String choose(File folder) {
        String path = folder.getPath();
        if (path.indexOf('"') >= 0) {
            return "its path has a quotation mark";
        }
        String quoted = '"' + path + '"';
        String place = "repositorypath=" + quoted + (Runtime.version().feature() >= 21 ? " dumppath=" + quoted : "");
        try {
            Object answer = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "jfrConfigure",
                            new Object[] {new String[] {place + " " + OPTIONS}},
                            new String[] {String[].class.getName()});
            String text = String.valueOf(answer).toLowerCase(Locale.ROOT);
            return text.contains("could not") || text.contains("exception") ? String.valueOf(answer) : null;
        } catch (JMException | RuntimeException e) {
            return "the command JFR.configure failed: " + e;
        }
    }

    /** Removes what JVMs that were killed have left; those of running ones change every few seconds. */
    public static void clean(File folder, long nowUnixMillis) {
        File[] left = folder.listFiles(one -> one.isDirectory() && !Files.isSymbolicLink(one.toPath()));
        if (left == null) {
            return;
        }
        for (File one : left) {
            File[] chunks = one.listFiles();
            long newest = one.lastModified();
            for (File chunk : chunks == null ? new File[0] : chunks) {
                newest = Math.max(newest, chunk.lastModified());
            }
            if (chunks != null && nowUnixMillis - newest > LEFT_OVER.toMillis()) {
                for (File chunk : chunks) {
                    chunk.delete();
                }
                one.delete();
            }
        }
    }
}
