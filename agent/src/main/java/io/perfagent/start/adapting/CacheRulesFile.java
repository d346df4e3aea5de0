package io.perfagent.start.adapting;

import io.perfagent.cache.policy.CacheRules;
import io.perfagent.weave.cache.CacheTrust;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file with rules of caching, looked at again and again. For one thread. */
final class CacheRulesFile {
    private static final long MAX_BYTES = 64 << 10;

    private final File file;
    private long modifiedMillis = -1;
    private long length = -1;

    CacheRulesFile(File file) {
        this.file = file;
    }

    /**
     * The rules of the file, if it has changed; null if it has not. None if it is gone, too large, or could be somebody
     * else's.
     *
     * @param problems gets a line for each rule, or file, that is of no use
     */
    @Nullable
    CacheRules look(List<String> problems) {
        long modified = file.lastModified();
        long size = file.length();
        if (modified == modifiedMillis && size == length) {
            return null;
        }
        boolean first = modifiedMillis < 0;
        modifiedMillis = modified;
        length = size;
        if (!file.exists()) {
            return first ? null : CacheRules.NONE;
        }
        String objection = size > MAX_BYTES ? "it is larger than 64 KiB" : CacheTrust.objection(file);
        if (objection == null) {
            try {
                return CacheRules.ofFile(file.getName(), Files.readString(file.toPath()), problems);
            } catch (IOException e) {
                objection = "it cannot be read: " + e;
            }
        }
        problems.add("the rules in " + file + " are not used: " + objection);
        return CacheRules.NONE;
    }
}
