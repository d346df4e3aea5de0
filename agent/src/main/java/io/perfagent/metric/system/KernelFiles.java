package io.perfagent.metric.system;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/** Reads small files of {@code /proc} and {@code /sys} whole into one buffer that is used again. Not thread-safe. */
final class KernelFiles {
    /** Of a larger file the whole lines within its first 64 KiB are read. */
    static final int MAX_BYTES = 64 << 10;

    private final File root;
    private final KernelText text = new KernelText();
    private byte[] buffer = new byte[4096];

    /** @param root what stands for {@code /} */
    KernelFiles(File root) {
        this.root = root;
    }

    /** Where a path of the kernel is. */
    File file(String path) {
        return new File(root, path);
    }

    /** What a file says, until the next call; empty if it is missing or cannot be read. */
    KernelText read(String path) {
        return read(file(path));
    }

    KernelText read(File file) {
        int length = 0;
        try (FileInputStream in = new FileInputStream(file)) {
            while (true) {
                int read = in.read(buffer, length, buffer.length - length);
                if (read < 0) {
                    break;
                }
                length += read;
                if (length == buffer.length) {
                    if (length >= MAX_BYTES) {
                        length = wholeLines(length);
                        break;
                    }
                    byte[] larger = new byte[2 * buffer.length];
                    System.arraycopy(buffer, 0, larger, 0, length);
                    buffer = larger;
                }
            }
        } catch (IOException | SecurityException e) {
            length = 0; // half a file may mislead
        }
        return text.reset(buffer, length);
    }

    private int wholeLines(int length) {
        int end = length;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** The one number that a file holds; {@link KernelText#NONE} if it holds none. */
    long number(File file) {
        KernelText read = read(file);
        return read.line() ? read.number(1) : KernelText.NONE;
    }

    /** The number behind a word at the beginning of a line; {@link KernelText#NONE} if there is none. */
    long number(File file, String word) {
        KernelText read = read(file);
        while (read.line()) {
            if (read.word() && read.is(word)) {
                return read.number(1);
            }
        }
        return KernelText.NONE;
    }
}
