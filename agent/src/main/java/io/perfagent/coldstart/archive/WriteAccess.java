package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a user could change files: could write them, or a directory above them. An owner can, whatever the mode says, and
 * so can root; a group that may write is taken to have the user in it.
 */
final class WriteAccess {
    private static final int GROUP_OR_OTHERS_WRITE = 0022;

    private WriteAccess() {}

    /**
     * Why a user could change one of the files, or null if it could none.
     *
     * @param user its id; -1: any user but root
     */
    static @Nullable String objection(List<File> files, int user) {
        if (user == 0) {
            return "root can change every jar";
        }
        for (File file : files) {
            try {
                Path path = file.toPath().toAbsolutePath();
                String objection = objection(path, user);
                if (objection == null && Files.exists(path)) {
                    objection = objection(path.toRealPath(), user);
                }
                if (objection != null) {
                    return objection;
                }
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
                return "who may write " + file + " cannot be told on this system";
            }
        }
        return null;
    }

    private static @Nullable String objection(Path file, int user) throws IOException {
        for (Path path = file; path != null; path = path.getParent()) {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                continue; // named in a manifest and not there: its directory says who could put it there
            }
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:uid,mode,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
            boolean link = Boolean.TRUE.equals(attributes.get("isSymbolicLink"));
            if (!(attributes.get("uid") instanceof Integer owner)
                    || !(attributes.get("mode") instanceof Integer mode)) {
                return "who may write " + path + " cannot be told on this system";
            }
            if (user < 0 ? owner != 0 : owner == user) {
                return path + " belongs to user " + owner;
            }
            if (!link && (mode & GROUP_OR_OTHERS_WRITE) != 0) {
                return path + " is writable by others than its owner";
            }
        }
        return null;
    }
}
