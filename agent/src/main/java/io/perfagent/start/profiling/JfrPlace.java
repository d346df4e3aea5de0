package io.perfagent.start.profiling;

import io.perfagent.config.Config;
import io.perfagent.config.JfrSettings;
import io.perfagent.profile.jfr.EventGroup;
import io.perfagent.profile.jfr.JfrOptions;
import io.perfagent.profile.jfr.JfrRepository;
import io.perfagent.start.host.DataDirectory;
import io.perfagent.weave.cache.AtomicFile;
import io.perfagent.weave.cache.CacheTrust;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How and where JFR is to run here: what the settings say, and what the JVM and the disk allow. */
final class JfrPlace {
    private final Config config;
    private final DataDirectory data;
    private final long diskBytes;
    private boolean chosen;
    private volatile boolean signalLeft;
    private volatile boolean cpuTime;
    private volatile File folder;

    JfrPlace(Config config, DataDirectory data) {
        this.config = config;
        this.data = data;
        this.diskBytes = config.bytes(JfrSettings.DISK);
        this.folder = new File(String.valueOf(config.systemProperty("java.io.tmpdir")));
    }

    /** Why JFR cannot run here, or null; chooses its folder the first time. */
    @Nullable
    String objection() {
        if (!chosen) {
            chosen = true;
            choose();
        }
        return roomLeft();
    }

    /** Why there is too little room on the disk for JFR to go on, or null. */
    @Nullable
    String roomLeft() {
        return JfrRepository.objection(folder, diskBytes);
    }

    private void choose() {
        String present = config.systemProperty("jdk.jfr.repository");
        if (JfrRepository.isInUse() || present != null) {
            if (present != null) {
                folder = new File(present);
            }
            return; // somebody else's choice
        }
        File root = data.root();
        if (root == null || !use(new File(root, "jfr"))) {
            useTemporary();
        }
    }

    private boolean use(File own) {
        try {
            AtomicFile.directories(own.toPath());
        } catch (IOException e) {
            return false;
        }
        if (CacheTrust.objection(own) != null) {
            return false; // what JFR writes is not for others, and what they put there is not ours to remove
        }
        if (JfrRepository.objection(own, diskBytes) != null) {
            return false;
        }
        JfrRepository.clean(own, System.currentTimeMillis());
        return take(own);
    }

    /** Without a data directory; private, as what JFR itself would make there is not. */
    private void useTemporary() {
        try {
            File own = Files.createTempDirectory("perf-agent-jfr").toFile();
            own.deleteOnExit();
            take(own);
        } catch (IOException e) {
            return; // the temporary directory is asked whether there is room, and says no
        }
    }

    private boolean take(File own) {
        if (JfrRepository.choose(own) != null) {
            return false;
        }
        folder = own;
        return true;
    }

    /** From now on, samples are taken without a signal. */
    void leaveSignal() {
        signalLeft = true;
        cpuTime = false;
    }

    JfrOptions options() {
        Set<EventGroup> groups = EnumSet.noneOf(EventGroup.class);
        for (String name : config.list(JfrSettings.EVENTS)) {
            groups.add(EventGroup.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        String sampler = config.text(JfrSettings.SAMPLER);
        boolean possible = Runtime.version().feature() >= 25
                && String.valueOf(config.systemProperty("os.name")).equals("Linux")
                && !signalLeft;
        cpuTime = possible && (sampler.equals("cpu-time") || (sampler.equals("auto") && !OtherProfilers.isLoaded()));
        return new JfrOptions(
                groups,
                cpuTime,
                config.millis(JfrSettings.SAMPLE_PERIOD),
                diskBytes,
                config.millis(JfrSettings.LIVE_INTERVAL) * 1_000_000L);
    }

    /** For the status. */
    String text() {
        return (cpuTime ? "samples by CPU time" : "samples by execution") + ", files in " + folder;
    }
}
