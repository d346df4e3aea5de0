package io.perfagent.start.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;

/**
 * Request folders of processes that were killed. A process that runs touches its own every hour, so one that was not touched
 * for long is nobody's; in containers, a folder's name hardly ever comes again, and with it would nobody to remove it.
 */
final class StaleFolders {
    private static final int MAX_LOOKED_AT = 1000;
    private static final int MAX_REMOVED = 100;
    private static final File PROCESSES = new File("/proc");
    private static final long DAY_MILLIS = 86_400_000L;

    /** Whether a process of another container or machine lives cannot be asked; it may have been suspended for a while. */
    private static final long ELSEWHERE_MILLIS = 30 * DAY_MILLIS;

    private StaleFolders() {}

    /**
     * Removes them, bounded.
     *
     * @param own folder of this process, which has been made; its neighbours are looked at
     * @param suffix of names of folders of this container; empty on the machine itself
     */
    static void clean(File own, String suffix, long nowUnixMillis) {
        Path kept = own.toPath();
        Path parent = kept.getParent();
        if (parent == null) {
            return;
        }
        int looked = 0;
        int removed = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent)) {
            UserPrincipal user = Files.getOwner(kept, LinkOption.NOFOLLOW_LINKS);
            for (Path one : all) {
                if (++looked > MAX_LOOKED_AT || removed >= MAX_REMOVED) {
                    return;
                }
                if (!one.equals(kept) && isStale(one, suffix, nowUnixMillis) && isFolderOf(one, user)) {
                    RequestFolder.remove(one.toFile());
                    removed++;
                }
            }
        } catch (IOException | RuntimeException e) {
            return; // the next start looks again
        }
    }

    /** A link belongs to nobody here, whatever it leads to. */
    private static boolean isFolderOf(Path one, UserPrincipal user) throws IOException {
        return Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(one, LinkOption.NOFOLLOW_LINKS).equals(user);
    }

    private static boolean isStale(Path one, String suffix, long nowUnixMillis) throws IOException {
        String name = String.valueOf(one.getFileName());
        int digits = 0;
        while (digits < name.length() && name.charAt(digits) >= '0' && name.charAt(digits) <= '9') {
            digits++;
        }
        String rest = name.substring(digits);
        if (digits == 0 || digits > 18 || !(rest.isEmpty() || rest.charAt(0) == '@')) {
            return false; // not ours to remove
        }
        long age = nowUnixMillis
                - Files.readAttributes(one, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .lastModifiedTime()
                        .toMillis();
        if (!rest.equals(suffix) || !PROCESSES.isDirectory()) {
            return age > ELSEWHERE_MILLIS;
        }
        // Another machine may use the same data directory: that a process does not live here is not enough.
        return age > DAY_MILLIS && !new File(PROCESSES, name.substring(0, digits)).exists();
    }
}
