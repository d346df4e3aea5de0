package io.perfagent.start.watch;

import io.perfagent.coldstart.TargetPhase;
import io.perfagent.coldstart.TargetsParser;
import io.perfagent.start.host.Host;
import io.perfagent.weave.cache.AtomicFile;
import io.perfagent.weave.cache.Fingerprint;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a deployment that were proposed from its record and accepted: one file each, in the spelling of the
 * setting. They are judged by once a start is over; nothing looks for them before.
 */
public final class AcceptedTargets {
    private static final long MAX_SIZE_BYTES = 32 << 10;

    private AcceptedTargets() {}

    /** Null without a data directory. */
    public static @Nullable File file(Host host, String deployment) {
        File root = host.data.root();
        String name = Long.toHexString(new Fingerprint().add(deployment).high());
        return root == null ? null : new File(new File(root, "starts"), name + ".targets");
    }

    /** Those of a deployment; null if there are none that can be read. */
    public static @Nullable StartTargets read(Host host, String deployment) {
        File file = file(host, deployment);
        if (file == null || !file.isFile() || file.length() > MAX_SIZE_BYTES) {
            return null;
        }
        List<String> problems = new ArrayList<>();
        try {
            List<TargetPhase> phases = TargetsParser.parse(file.getName(), Files.readString(file.toPath()), problems);
            for (String problem : problems) {
                host.problems.add(problem);
            }
            return phases.isEmpty() ? null : new StartTargets(host, phases, null);
        } catch (IOException e) {
            host.problems.add("the targets of the start were not read: " + e);
            return null;
        }
    }

    public static void write(File file, String text) throws IOException {
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
