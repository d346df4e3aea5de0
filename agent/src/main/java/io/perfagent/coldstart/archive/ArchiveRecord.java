package io.perfagent.coldstart.archive;

import io.perfagent.weave.ClassPathFiles;
import io.perfagent.weave.cache.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an archive was made for: JDK build, agent build, options, class path, every file of the class path, who may use it.
 * A few hundred bytes and one line per jar beside the archive.
 *
 * <p>Read and checked before {@code main}.
 */
public final class ArchiveRecord {
    /** Any user may start with the archive: the JVM itself refuses it when a jar has changed. */
    static final int ANY_USER = -2;

    /** Every user but root: nobody else can write a file of the class path. */
    static final int ALL_BUT_ROOT = -1;

    private static final long MAGIC = 0x7065726661726332L; // "perfarc2"
    private static final int MAX_BYTES = 4 << 20;

    private ArchiveRecord() {}

    /**
     * What a start is, as far as an archive depends on it.
     *
     * @param jdkBuild hash of the JVM's version and vendor
     * @param agentBuild of the agent jar
     * @param shape spelling of the agent and relevant options ({@link JvmOptions#shape}); null: not known
     * @param classPath {@code java.class.path}
     * @param program which program it is ({@link #program}); empty: not known
     */
    public record Start(
            long jdkBuild, long agentBuild, @Nullable String shape, String classPath, String program) {}

    /**
     * Why an archive does not fit.
     *
     * @param reason in words that follow "because"
     * @param ofClassPath whether a file of the class path, or the class path, is another: the one case in which a JVM that
     *     uses the archive all the same runs code that is not in its jars
     * @param ofOtherProgram whether the archive is as good as it was, and only this start is none of its program
     */
    public record Mismatch(String reason, boolean ofClassPath, boolean ofOtherProgram) {
        Mismatch(String reason, boolean ofClassPath) {
            this(reason, ofClassPath, false);
        }
    }

    /**
     * The main class, or the name of the jar without its directory: where a new version has a directory of its own, it is
     * the same program.
     *
     * @param command {@code sun.java.command}, or null
     */
    public static String program(@Nullable String command) {
        if (command == null) {
            return "";
        }
        int end = command.indexOf(' ');
        String main = end < 0 ? command : command.substring(0, end);
        return main.substring(main.lastIndexOf(File.separatorChar) + 1);
    }

    /**
     * Encodes one; reads manifests, so not before {@code main}.
     *
     * @param user a user id, {@link #ANY_USER} or {@link #ALL_BUT_ROOT}
     * @return null if the class path has a directory, which cannot be told unchanged
     */
    static byte @Nullable [] encode(Start start, File archive, int user) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MAGIC);
        out.writeLong(start.jdkBuild());
        out.writeLong(start.agentBuild());
        out.writeLong(hash(String.valueOf(start.shape())));
        out.writeLong(hash(start.classPath()));
        out.writeLong(hash(start.program()));
        out.writeInt(user);
        out.writeUTF(archive.getName());
        out.writeLong(archive.length());
        return ClassPathFiles.write(out, start.classPath()) ? bytes.toByteArray() : null;
    }

    /**
     * Compares a record with this start.
     *
     * @param user id of the user that runs it; {@link #ANY_USER} leaves that out
     * @return null if the archive fits
     */
    public static @Nullable Mismatch check(File record, Start start, int user) {
        try (FileInputStream file = new FileInputStream(record)) {
            byte[] bytes = file.readNBytes(MAX_BYTES);
            return check(record, new DataInputStream(new ByteArrayInputStream(bytes)), start, user);
        } catch (IOException e) {
            return new Mismatch("its record " + record + " cannot be read", true);
        }
    }

    private static @Nullable Mismatch check(File record, DataInputStream in, Start start, int user) throws IOException {
        if (in.readLong() != MAGIC) {
            return new Mismatch("its record " + record + " is damaged", true);
        }
        if (in.readLong() != start.jdkBuild()) {
            return new Mismatch("it was made by another JDK build", false);
        }
        boolean sameAgent = in.readLong() == start.agentBuild();
        long shape = in.readLong();
        // Whether files are as they were comes first: another JVM refuses the archive, ours may use it.
        boolean sameShape = start.shape() == null || shape == hash(start.shape());
        boolean samePath = in.readLong() == hash(start.classPath());
        boolean sameProgram = in.readLong() == hash(start.program());
        int allowed = in.readInt();
        File archive = new File(record.getAbsoluteFile().getParentFile(), in.readUTF());
        long size = in.readLong();
        String changed = ClassPathFiles.changed(in);
        if (changed != null) {
            return new Mismatch(changed + " has changed since", true);
        }
        if (!samePath) {
            return new Mismatch("it was made for another class path", true, !sameProgram);
        }
        if (!sameAgent) {
            return new Mismatch("it was made with another build of the agent", false);
        }
        if (archive.length() != size) {
            return new Mismatch(archive + " is missing or damaged", false);
        }
        if (!sameShape) {
            return new Mismatch("the options of the JVM or the spelling of the agent are others", false);
        }
        if (user != ANY_USER && allowed != ANY_USER && user != allowed && (allowed != ALL_BUT_ROOT || user == 0)) {
            return new Mismatch("user " + user + " could change the jars it was made from", false);
        }
        return null;
    }

    private static long hash(String text) {
        return new Fingerprint().add(text).high();
    }
}
