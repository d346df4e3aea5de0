package io.perfagent.coldstart.archive;

import io.perfagent.weave.ClassPathFiles;
import io.perfagent.weave.cache.AtomicFile;
import io.perfagent.weave.cache.CacheTrust;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * A class-data archive that a serving application has made of the classes it has loaded, by a child JVM. Only before JDK 24:
 * an AOT cache needs a start of its own, so there {@code prepare} is the way.
 *
 * <p>The archive lies in the data directory unused until {@link #name} puts it into {@code jvm.args}.
 */
public final class OwnArchive {
    /** The child's heap; what it has beside that is about as much again at most. */
    public static final int HEAP_MIB = 192;

    /** Memory that must be free: twice what the child can take, or the kernel may kill the application instead. */
    public static final long HEADROOM_BYTES = 2L * 2 * HEAP_MIB << 20;

    private final ArchivePlaces places;
    private final File archive;
    private final File record;

    OwnArchive(ArchivePlaces places, File archive, File record) {
        this.places = places;
        this.archive = archive;
        this.record = record;
    }

    /**
     * Why no archive can be made for this process, whatever it has to spare; null if one can.
     *
     * @param jdkOptions {@code JDK_JAVA_OPTIONS} of this process, or null
     * @param classPath of this process
     * @param module its main module, or null
     */
    public static @Nullable String objection(
            File dataDirectory, @Nullable String jdkOptions, String classPath, @Nullable String module) {
        ArchivePlaces places = new ArchivePlaces(dataDirectory);
        File arguments = places.arguments();
        if (ArchiveKind.of(Runtime.version().feature()) != ArchiveKind.CLASS_DATA) {
            return "on this JDK an archive comes from a start of its own";
        }
        if (jdkOptions == null || !jdkOptions.replace("\"", "").contains("@" + arguments.getPath())) {
            return "JDK_JAVA_OPTIONS does not name @" + arguments.getPath();
        }
        if (!arguments.isFile() || !arguments.canWrite() || !places.root.canWrite()) {
            return arguments + " is not there, or cannot be written by this user";
        }
        if (new ArgumentsFile(arguments).wasEmptiedFor(Attempts.REASON)) {
            return "the last one was given up because" + Attempts.REASON + ", as " + arguments
                    + " says; empty that file to have one made again";
        }
        if (!new File("/usr/bin/nice").canExecute()) {
            return "there is no nice(1), so the child JVM would compete with the application";
        }
        if (module != null && !module.isEmpty()) {
            return "an application started as a module (-m) is not supported";
        }
        if (ClassPathFiles.files(classPath) == null) {
            return "the class path has a directory, of which the JVM archives no class";
        }
        return CacheTrust.objectionToPlace(places.root);
    }

    /**
     * Makes it; takes some seconds, at a low priority.
     *
     * @param java the launcher
     * @param loaded what {@link TrainingAnswer#encode} tells of this process
     * @throws PrepareFailure with the reason
     */
    public static OwnArchive make(File dataDirectory, String java, String loaded)
            throws IOException, InterruptedException, PrepareFailure {
        ArchivePlaces places = new ArchivePlaces(dataDirectory);
        TrainingAnswer trained = TrainingAnswer.parse(loaded);
        if (trained == null) {
            throw new PrepareFailure("what was loaded could not be told");
        }
        AtomicFile.readableDirectories(places.folder.toPath());
        try (PrepareLock lock = PrepareLock.take(places.inFolder("prepare.lock"))) {
            ArchiveMaker maker = new ArchiveMaker(places, java, HEAP_MIB);
            maker.tidy();
            try {
                String name = Long.toHexString(System.currentTimeMillis());
                File archive = maker.make(ArchiveKind.CLASS_DATA, name, trained);
                File record = places.inFolder(archive.getName() + ArchivePlaces.RECORD);
                byte[] encoded = ArchiveRecord.encode(trained.start(), archive, ArchiveRecord.ANY_USER);
                if (encoded == null) {
                    Files.deleteIfExists(archive.toPath());
                    throw new PrepareFailure("the class path has a directory");
                }
                AtomicFile.replace(record, encoded, true);
                return new OwnArchive(places, archive, record);
            } finally {
                maker.tidy();
            }
        }
    }

    /** Names it in {@code jvm.args}: the next starts have it. Those that were made before are removed. */
    public void name() throws IOException {
        new ArgumentsFile(places.arguments()).replace(ArgumentsFile.text(ArchiveKind.CLASS_DATA, archive, record));
        places.forgetOthers(archive);
    }

    /** Names nothing any more, and removes it. */
    public void forget(String reason) throws IOException {
        new ArgumentsFile(places.arguments()).empty(reason);
        Files.deleteIfExists(archive.toPath());
        Files.deleteIfExists(record.toPath());
    }

    /** Its size. */
    public long bytes() {
        return archive.length();
    }
}
