package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A start with an archive of ours: checked before {@code main}, ended when the application is ready.
 *
 * <p>An archive that does not fit, or that two starts have not survived, is given up: {@code jvm.args} is emptied, so that
 * the next start is one without an archive. Another program that inherited the options gives up nothing.
 */
public final class ManagedStart {
    private final ArchivePlaces places;
    private final Attempts attempts;
    private final String name;
    private final boolean trial;
    private final @Nullable String objection;
    private final boolean mustEnd;
    private long checkNanos;

    private ManagedStart(
            ArchivePlaces places,
            Attempts attempts,
            String name,
            boolean trial,
            @Nullable String objection,
            boolean mustEnd) {
        this.places = places;
        this.attempts = attempts;
        this.name = name;
        this.trial = trial;
        this.objection = objection;
        this.mustEnd = mustEnd;
    }

    /** Whether the JVM shares classes of any archive; asked only when that matters, since it is dear. */
    public interface Sharing {
        boolean isOn();
    }

    /**
     * Compares the record with this start, and gives the archive up if it does not fit.
     *
     * @param path of the record
     * @param trial whether this is a start of {@code prepare} itself, which any user may make
     */
    public static ManagedStart check(String path, ArchiveRecord.Start start, boolean trial, Sharing sharing) {
        long began = System.nanoTime();
        ManagedStart managed = compare(path, start, trial, sharing);
        managed.checkNanos = System.nanoTime() - began;
        return managed;
    }

    private static ManagedStart compare(String path, ArchiveRecord.Start start, boolean trial, Sharing sharing) {
        File record = new File(path);
        ArchivePlaces places = ArchivePlaces.ofRecord(record);
        Attempts attempts = new Attempts(places.folder);
        String name = record.getName();
        boolean aot = path.endsWith(ArchivePlaces.AOT_SUFFIX + ArchivePlaces.RECORD);
        int user = aot && !trial ? UserId.ofThisProcess() : ArchiveRecord.ANY_USER;
        ArchiveRecord.Mismatch mismatch = ArchiveRecord.check(record, start, user);
        int unfinished = mismatch == null && !trial ? attempts.unfinished() : 0;
        String reason = mismatch != null
                ? mismatch.reason()
                : unfinished >= Attempts.LIMIT ? unfinished + Attempts.REASON : null;
        if (reason == null) {
            return new ManagedStart(places, attempts, name, trial, null, false);
        }
        boolean mustEnd = aot && mismatch != null && mismatch.ofClassPath() && sharing.isOn();
        if (trial) {
            return new ManagedStart(places, attempts, name, trial, "the archive does not fit: " + reason, mustEnd);
        }
        if (mismatch != null && mismatch.ofOtherProgram()) {
            return new ManagedStart(places, attempts, name, trial, leave(places, start, mustEnd), mustEnd);
        }
        return new ManagedStart(places, attempts, name, trial, giveUp(places, attempts, reason, mustEnd), mustEnd);
    }

    /** A helper or a check beside the application, whose archive is as good as it was. */
    private static String leave(ArchivePlaces places, ArchiveRecord.Start start, boolean mustEnd) {
        String what = "the start-up archive that " + places.arguments() + " names was made for another program than "
                + start.program() + ", with another class path";
        return mustEnd
                ? "stopping before main: " + what
                        + ", and the JVM may have taken code out of it that is not in the jars of"
                        + " this one; start this one without JDK_JAVA_OPTIONS; if it has taken the other's place, run"
                        + " prepare again"
                : what + ", so it is of no use here; start this one without JDK_JAVA_OPTIONS; if it has taken the"
                        + " other's place, empty the file or run prepare again";
    }

    private static String giveUp(ArchivePlaces places, Attempts attempts, String reason, boolean mustEnd) {
        String emptied;
        try {
            new ArgumentsFile(places.arguments()).empty(reason);
            attempts.clear();
            emptied = places.arguments() + " is emptied";
        } catch (IOException e) {
            emptied = places.arguments() + " cannot be emptied: take it out of JDK_JAVA_OPTIONS";
        }
        return mustEnd
                ? "stopping before main: the AOT cache may hold code that is not in the jars, because " + reason + "; "
                        + emptied + ", so start again, or run prepare again"
                : "the start-up archive is given up, because " + reason + "; " + emptied + "; run prepare again";
    }

    /** The line for the operator, or null if the archive fits. */
    public @Nullable String objection() {
        return objection;
    }

    /** Whether code may have been loaded that is not in the jars: the JVM must not reach {@code main}. */
    public boolean mustEnd() {
        return mustEnd;
    }

    /** The name of the archive if this start has it and is none of {@code prepare}; empty otherwise. */
    public String archiveInUse() {
        int end = name.length() - ArchivePlaces.RECORD.length();
        return objection != null || trial || end <= 0 ? "" : name.substring(0, end);
    }

    /**
     * Takes the archive out of the next starts, and deletes it: this JVM keeps what it has open. Its record stays for starts
     * that have just begun with it, to which it must still tell that the jars are as they were; the next archive removes it.
     */
    public void takeOut(String reason) throws IOException {
        new ArgumentsFile(places.arguments()).empty(reason);
        String archive = archiveInUse();
        if (!archive.isEmpty()) {
            places.inFolder(archive).delete();
        }
    }

    /** What the check took, before {@code main}. */
    public long checkNanos() {
        return checkNanos;
    }

    /** Counts this start as one that has not become ready yet; not one of {@code prepare}. */
    public void begin() {
        if (objection == null && !trial) {
            attempts.begin();
        }
    }

    /** The rest of {@link #begin}, which is not for before {@code main}. */
    public void hold() {
        attempts.hold();
    }

    /** Says that the start went well, or that the JVM ends in an orderly way. Safe to call twice. */
    public void over() {
        attempts.end();
    }
}
