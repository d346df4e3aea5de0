package io.perfagent.start.host;

import io.perfagent.weave.cache.AtomicFile;
import io.perfagent.weave.cache.CacheTrust;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process's own folder in the data directory (0700): a file {@code request} asks, a file {@code answer} answers. Works
 * where attaching is disabled.
 */
public final class RequestFolder {
    /** A file that a start of {@code prepare} leaves at its end. */
    public static final String LEFT = "left";

    private static final int MAX_BYTES = 4096;
    private static final long POLL_NANOS = 50_000_000L;

    private static final long TOUCH_NANOS = 3_600_000_000_000L;

    private final File folder;
    private long touchedNanos = System.nanoTime();

    private RequestFolder(File folder) {
        this.folder = folder;
    }

    /**
     * The folder of a process of this machine or, in a container, of this container; null where there is no data directory.
     * Containers may share one, and in each the application is process 1.
     */
    public static @Nullable RequestFolder of(DataDirectory data, String pid) {
        File root = data.root();
        return root == null
                ? null
                : new RequestFolder(new File(new File(root, "process"), pid.concat(PidNamespace.suffix())));
    }

    public String path() {
        return folder.getPath();
    }

    public boolean exists() {
        return folder.isDirectory();
    }

    /** Why somebody else could have put a request into it, or null if nobody could. */
    @Nullable
    public String objection() {
        return CacheTrust.objection(folder);
    }

    /** Made by the process itself, which also removes what others have left that are gone. */
    public void make() throws IOException {
        remove();
        AtomicFile.directories(folder.toPath());
        touchedNanos = System.nanoTime();
        StaleFolders.clean(folder, PidNamespace.suffix(), System.currentTimeMillis());
    }

    public void remove() {
        remove(folder);
    }

    static void remove(File folder) {
        // What somebody else has put in its place may lead anywhere: the link goes, not what is there.
        File[] files = Files.isSymbolicLink(folder.toPath()) ? null : folder.listFiles();
        if (files != null) {
            for (File file : files) {
                file.delete();
            }
        }
        folder.delete();
    }

    /** Shows once in a while that the process lives, to those that clean up. */
    void touch(long nowNanos) {
        if (nowNanos - touchedNanos > TOUCH_NANOS) {
            touchedNanos = nowNanos;
            folder.setLastModified(System.currentTimeMillis());
        }
    }

    /** What is asked, once; null if nothing is. Called once a second or so. */
    @Nullable
    public String take() throws IOException {
        touch(System.nanoTime());
        File request = new File(folder, "request");
        if (!request.exists()) {
            return null;
        }
        String text = request.length() > MAX_BYTES
                ? ""
                : new String(Files.readAllBytes(request.toPath()), StandardCharsets.UTF_8);
        return request.delete() ? text.trim() : null;
    }

    public void answer(String text) throws IOException {
        AtomicFile.replace(new File(folder, "answer"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Asks from another process, after those that ask already, and waits; null if there was no answer in time. */
    @Nullable
    public String ask(String request, long timeoutNanos) throws IOException {
        long deadline = System.nanoTime() + timeoutNanos;
        try (FileChannel turns = AtomicFile.lockable(new File(folder, "turn"))) {
            return isTurn(turns, deadline) ? answered(request, deadline) : null;
        }
    }

    /** Waits for a lock that is given back when its file is closed, or its process ends. */
    private static boolean isTurn(FileChannel turns, long deadline) {
        do {
            try {
                if (turns.tryLock() != null) {
                    return true;
                }
            } catch (IOException e) {
                return true; // a file system that knows no locks: who asks at once may take another's answer there
            } catch (OverlappingFileLockException e) {
                // another thread of this process asks
            }
            LockSupport.parkNanos(POLL_NANOS);
        } while (System.nanoTime() - deadline < 0);
        return false;
    }

    private @Nullable String answered(String request, long deadline) throws IOException {
        File answer = new File(folder, "answer");
        Files.deleteIfExists(answer.toPath());
        AtomicFile.replace(new File(folder, "request"), request.getBytes(StandardCharsets.UTF_8));
        while (System.nanoTime() - deadline < 0) {
            if (answer.exists()) {
                String text = new String(Files.readAllBytes(answer.toPath()), StandardCharsets.UTF_8);
                Files.deleteIfExists(answer.toPath());
                return text;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return null;
    }
}
