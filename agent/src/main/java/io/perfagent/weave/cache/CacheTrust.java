package io.perfagent.weave.cache;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file may be trusted like the agent jar itself: it, its directory and all directories above are owned by root or
 * by this process's user, writable by no one else, and no symbolic links.
 *
 * <p>Called before {@code main} only when the file exists: the one use of {@code java.nio.file} there.
 */
public final class CacheTrust {
    private static final int GROUP_OR_OTHERS_WRITE = 0022;

    private CacheTrust() {}

    /** Why the file may not be trusted, or null if it may. */
    public static @Nullable String objection(File file) {
        try {
            int user = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return objection(file.toPath().toAbsolutePath(), user);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "its owner cannot be told on this system";
        }
    }

    /** Why a file that may not exist yet would not be trusted where it is to be written, or null if it would. */
    public static @Nullable String objectionToPlace(File file) {
        File existing = file.getAbsoluteFile();
        while (existing != null && !existing.exists()) {
            existing = existing.getParentFile();
        }
        return existing == null ? "there is no such place" : objection(existing);
    }

    static @Nullable String objection(Path file, int user) throws IOException {
        for (Path path = file; path != null; path = path.getParent()) {
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:uid,mode,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
            if (Boolean.TRUE.equals(attributes.get("isSymbolicLink"))) {
                return path + " is a symbolic link";
            }
            int owner = number(attributes.get("uid"));
            if (owner != 0 && owner != user) {
                return path + " belongs to another user";
            }
            if ((number(attributes.get("mode")) & GROUP_OR_OTHERS_WRITE) != 0) {
                return path + " is writable by others";
            }
        }
        return null;
    }

    /** All bits set where there is no such attribute, so that it is objected to. */
    private static int number(@Nullable Object attribute) {
        return attribute instanceof Integer ? (Integer) attribute : -1;
    }
}
