package io.perfagent.bootstrap;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The head of the agent jar: local entries that the assembly writes stored, the seam's classes in the order in which they
 * can be defined, and then the blob.
 *
 * <p>Loaded by the system loader, as {@link Premain}; neither may name a class of the seam in a signature, or the system
 * loader would load it before the boot loader has it.
 */
final class JarHead {
    private static final String SEAM_PREFIX = "io/perfagent/bootstrap/";
    private static final String[] NOT_SEAM = {"Premain", "BootDefinition", "JarHead"};
    private static final String BLOB = "perf-agent.blob";
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int HEAD_BYTES = 96 * 1024;

    final String path;
    final RandomAccessFile jar;
    private final byte[] head;

    /** @throws IOException if the jar is gone, unreadable, or cut short */
    JarHead() throws IOException, URISyntaxException {
        path = new File(JarHead.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .getPath();
        jar = new RandomAccessFile(path, "r");
        head = new byte[(int) Math.min(HEAD_BYTES, jar.length())];
        jar.readFully(head);
    }

    /** Makes the seam visible to every class loader. */
    void defineSeam(Instrumentation instrumentation) throws IOException {
        try {
            BootDefinition.open(instrumentation);
            walk(true);
        } catch (LinkageError | SecurityException e) {
            // An internal that this JVM no longer has: the documented, costlier way.
            instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(path, false));
        }
    }

    /** What this JVM was started with, or null where it does not tell; once the seam is defined. */
    String @Nullable [] jvmOptions() {
        try {
            return BootDefinition.Arguments.ofThisJvm();
        } catch (LinkageError e) {
            return null; // an internal that this JVM no longer has
        }
    }

    /** Where the blob begins in the jar. */
    long blobOffset() throws IOException {
        return walk(false);
    }

    private long walk(boolean define) throws IOException {
        int at = 0;
        while (at + 30 <= head.length && word(at) == LOCAL_HEADER) {
            int size = word(at + 18);
            int nameLength = half(at + 26);
            int data = at + 30 + nameLength + half(at + 28);
            String name = ascii(at + 30, nameLength);
            if (name.equals(BLOB)) {
                return data;
            }
            if (size < 0 || data + size > head.length) {
                break;
            }
            if (define && isSeam(name)) {
                CRC32 crc = new CRC32();
                crc.update(head, data, size);
                if ((int) crc.getValue() != word(at + 14)) {
                    break;
                }
                BootDefinition.Definer.define(name.substring(0, name.length() - 6), head, data, size, null);
            }
            at = data + size;
        }
        throw new IOException("the agent jar is damaged");
    }

    private static boolean isSeam(String name) {
        if (!name.startsWith(SEAM_PREFIX) || !name.endsWith(".class")) {
            return false;
        }
        for (String other : NOT_SEAM) {
            if (name.startsWith(other, SEAM_PREFIX.length())) {
                return false;
            }
        }
        return true;
    }

    private String ascii(int at, int length) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) (head[at + i] & 0xff);
        }
        return new String(chars);
    }

    private int half(int at) {
        return (head[at] & 0xff) | (head[at + 1] & 0xff) << 8;
    }

    private int word(int at) {
        return half(at) | half(at + 2) << 16;
    }
}
