package io.perfagent.start;

import io.perfagent.coldstart.TargetPhase;
import io.perfagent.coldstart.TargetsParser;
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
final class AcceptedTargets {
    private static final long MAX_SIZE_BYTES = 32 << 10;

    private AcceptedTargets() {}

    /** Null without a data directory. */
    static @Nullable File file(Agent agent, String deployment) {
        File root = agent.data.root();
        String name = Long.toHexString(new Fingerprint().add(deployment).high());
        return root == null ? null : new File(new File(root, "starts"), name + ".targets");
    }

    /** Those of a deployment; null if there are none that can be read. */
    static @Nullable StartTargets read(Agent agent, String deployment) {
        File file = file(agent, deployment);
        if (file == null || !file.isFile() || file.length() > MAX_SIZE_BYTES) {
            return null;
        }
        List<String> problems = new ArrayList<>();
        try {
            List<TargetPhase> phases = TargetsParser.parse(file.getName(), Files.readString(file.toPath()), problems);
            for (String problem : problems) {
                agent.problems.add(problem);
            }
            return phases.isEmpty() ? null : new StartTargets(agent, phases, null);
        } catch (IOException e) {
            agent.problems.add("the targets of the start were not read: " + e);
            return null;
        }
    }

    static void write(File file, String text) throws IOException {
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
