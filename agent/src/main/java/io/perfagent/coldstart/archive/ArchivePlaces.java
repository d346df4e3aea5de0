package io.perfagent.coldstart.archive;

import java.io.File;

/**
 * Where the parts lie in a data directory: {@code jvm.args} at its top, everything else in {@code archive} below it.
 *
 * <p>Used before {@code main}.
 */
public final class ArchivePlaces {
    /** The system property of a JVM that was given an archive of ours: the path of its record. */
    public static final String PROPERTY = "io.perfagent.archive";

    static final String RECORD = ".record";
    static final String AOT_SUFFIX = ".aot";
    private static final String FOLDER = "archive";
    private static final String ARGUMENTS = "jvm.args";

    final File root;
    final File folder;

    public ArchivePlaces(File root) {
        this.root = root;
        this.folder = new File(root, FOLDER);
    }

    /** The places that a record belongs to. */
    static ArchivePlaces ofRecord(File record) {
        File folder = record.getAbsoluteFile().getParentFile();
        File root = folder == null ? null : folder.getParentFile();
        return new ArchivePlaces(root == null ? new File(File.separator) : root);
    }

    /** What {@code JDK_JAVA_OPTIONS} names. */
    public File arguments() {
        return new File(root, ARGUMENTS);
    }

    File inFolder(String name) {
        return new File(folder, name);
    }

    /** Removes all archives but the one that is named now; a JVM that is using one keeps it. */
    void forgetOthers(File archive) {
        File[] files = folder.listFiles();
        for (int i = 0; files != null && i < files.length; i++) {
            String name = files[i].getName();
            boolean ofArchive = name.contains(".jsa") || name.contains(AOT_SUFFIX) || name.startsWith(Attempts.PREFIX);
            if (ofArchive && !name.startsWith(archive.getName())) {
                files[i].delete();
            }
        }
    }
}
