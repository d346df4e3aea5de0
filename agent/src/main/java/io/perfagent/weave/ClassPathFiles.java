package io.perfagent.weave;

import io.perfagent.weave.cache.Fingerprint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The jars of a class path as they were: absolute path, size and time of each, those that manifests refer to included.
 *
 * <p>As long as none has changed, the system loader finds the same class files as before. It is how the JVM itself
 * validates its class-data archives. Tools that build images give every file one old date; for such a file the jar's
 * directory, which holds the checksum of each entry, counts too.
 */
public final class ClassPathFiles {
    private static final int MAX_FILES = 2000;
    private static final int MAX_DIRECTORY_BYTES = 16 << 20;
    private static final long FIXED_DATE_MILLIS = 946_684_800_000L; // 2000-01-01: no jar of ours is as old

    private ClassPathFiles() {}

    /**
     * Writes what the class path consists of. Reads manifests: not before {@code main}.
     *
     * @return whether that was possible; a directory cannot be told unchanged
     */
    public static boolean write(DataOutput out, String classPath) throws IOException {
        List<File> files = files(classPath);
        if (files == null) {
            return false;
        }
        out.writeInt(files.size());
        for (File file : files) {
            out.writeUTF(file.getPath());
            out.writeLong(identity(file));
        }
        return true;
    }

    /**
     * The files of the class path in its order, those that manifests refer to included, whether they exist or not. Reads
     * manifests: not before {@code main}.
     *
     * @return null if there is a directory among them, or more than 2000 files
     */
    public static @Nullable List<File> files(String classPath) {
        Set<String> seen = new HashSet<>();
        ArrayDeque<File> open = new ArrayDeque<>();
        List<File> files = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            open.add(new File(entry).getAbsoluteFile());
        }
        while (!open.isEmpty()) {
            File file = open.remove();
            if (!seen.add(file.getPath())) {
                continue;
            }
            if (file.isDirectory() || files.size() >= MAX_FILES) {
                return null;
            }
            files.add(file);
            if (file.isFile()) {
                open.addAll(ofManifest(file));
            }
        }
        return files;
    }

    /** Whether all that {@link #write} wrote is as it was. */
    static boolean unchanged(DataInput in) throws IOException {
        return changed(in) == null;
    }

    /** The first file that is not as it was when {@link #write} wrote, or null. */
    public static @Nullable String changed(DataInput in) throws IOException {
        String changed = null;
        for (int files = in.readInt(); files > 0; files--) {
            String path = in.readUTF();
            if (identity(new File(path)) != in.readLong() && changed == null) {
                changed = path;
            }
        }
        return changed;
    }

    private static long identity(File file) throws IOException {
        long millis = file.lastModified();
        Fingerprint print = new Fingerprint().add(file.length()).add(millis);
        if (millis < FIXED_DATE_MILLIS && file.isFile()) {
            print.add(directory(file));
        }
        return print.high();
    }

    /** The central directory of a zip file; empty where there is none to be found. */
    private static byte[] directory(File file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            int tailBytes = (int) Math.min(in.length(), 22 + 65535);
            byte[] tail = new byte[tailBytes];
            in.seek(in.length() - tailBytes);
            in.readFully(tail);
            for (int i = tailBytes - 22; i >= 0; i--) {
                if (little(tail, i) == 0x06054b50L) {
                    long size = little(tail, i + 12);
                    long offset = little(tail, i + 16);
                    if (size > MAX_DIRECTORY_BYTES || offset + size > in.length()) {
                        return tail;
                    }
                    byte[] directory = new byte[(int) size];
                    in.seek(offset);
                    in.readFully(directory);
                    return directory;
                }
            }
            return tail;
        }
    }

    private static long little(byte[] bytes, int at) {
        return (bytes[at] & 0xffL)
                | (bytes[at + 1] & 0xffL) << 8
                | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }

    /** The files that a jar's manifest adds to the class path (JAR file specification, {@code Class-Path}). */
    private static List<File> ofManifest(File jar) {
        List<File> files = new ArrayList<>();
        try (JarFile open = new JarFile(jar)) {
            @Nullable Manifest manifest = open.getManifest();
            String more = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (more != null && !more.isBlank()) {
                for (String url : more.trim().split("\\s+")) {
                    URI uri = jar.toURI().resolve(url);
                    if ("file".equals(uri.getScheme())) {
                        files.add(new File(uri.getPath()));
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // no jar, or no URL: the JVM finds no class through it either
        }
        return files;
    }
}
