package io.perfagent.start.host;

import io.perfagent.config.Config;
import java.io.File;
import org.jspecify.annotations.Nullable;

/** Where everything on disk lives; nothing is made until something is written. */
public final class DataDirectory {
    private final @Nullable File root;

    public DataDirectory(Config config) {
        String path = config.dataDirectory();
        root = path == null ? null : new File(path).getAbsoluteFile();
    }

    /** The weave cache of an agent build and a JDK build, or null where there is no directory at all. */
    @Nullable
    public File weaveCache(long build, int jdkFeature, long jdkBuild) {
        if (root == null) {
            return null;
        }
        String name = Long.toHexString(build) + "-" + jdkFeature + "-" + Long.toHexString(jdkBuild) + ".weave";
        return new File(new File(root, "weave"), name);
    }

    @Nullable
    public File root() {
        return root;
    }
}
