package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds files that were written or replaced after a time, whatever date they carry: by the time of the last change of the
 * inode, which copying with dates and renaming set as well. Where the system has none, by the date. A symbolic link on the
 * way to a file counts as the file.
 */
final class ChangedFiles {
    private ChangedFiles() {}

    /**
     * The first that has changed, or null.
     *
     * @param sinceUnixMillis that time included
     * @throws IOException if one cannot be looked at
     */
    static @Nullable File since(List<File> files, long sinceUnixMillis) throws IOException {
        for (File file : files) {
            Path path = file.toPath();
            if (Files.exists(path) && changedUnixMillis(path) >= sinceUnixMillis) {
                return file;
            }
            for (Path link = path; link != null; link = link.getParent()) {
                if (Files.isSymbolicLink(link)
                        && changedUnixMillis(link, LinkOption.NOFOLLOW_LINKS) >= sinceUnixMillis) {
                    return file;
                }
            }
        }
        return null;
    }

    static long changedUnixMillis(Path path, LinkOption... options) throws IOException {
        boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        String time = unix ? "unix:ctime" : "lastModifiedTime";
        return Files.getAttribute(path, time, options) instanceof FileTime changed ? changed.toMillis() : 0;
    }
}
