package io.perfagent.start.adapting;

import io.perfagent.coldstart.preload.ClassList;
import io.perfagent.coldstart.preload.Preloader;
import io.perfagent.coldstart.record.StartRecorder;
import io.perfagent.config.AgentSettings;
import io.perfagent.config.Config;
import io.perfagent.config.StartSettings;
import io.perfagent.control.KillSwitch;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.JdkInternals;
import io.perfagent.start.host.ResourceAttributes;
import io.perfagent.start.watch.StartWatch;
import io.perfagent.trace.ThreadState;
import io.perfagent.weave.Moment;
import io.perfagent.weave.cache.CacheTrust;
import io.perfagent.weave.cache.Fingerprint;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A start whose classes are loaded ahead by a thread of ours, in the order of an earlier one, while {@code main} runs. What is
 * done before {@code main} is one look for a directory, which is there only if that was approved.
 */
public final class PreloadedStart implements Runnable, Preloader.Until {
    /** In the data directory; there is one only if this was approved. */
    public static final String FOLDER = "preload";

    private static final long LOOK_NANOS = 500_000;

    /** Whatever takes so long is not the start any more. */
    private static final long LONGEST_NANOS = 30_000_000_000L;

    private static volatile @Nullable PreloadedStart current;

    private final Host host;
    private volatile String state = "";
    private volatile String name = "";
    private volatile @Nullable Preloader preloader;
    private volatile @Nullable PreloadAttempts attempts;
    private volatile String failure = "";

    private PreloadedStart(Host host) {
        this.host = host;
    }

    /** Before {@code main}, in a start that is woven out of the cache and is no training. */
    public static void begin(Host host) {
        boolean ordinary = !StartWatch.isAnalysed(host.config); // an analysis would see our thread
        if (ordinary && !host.config.text(AgentSettings.WEAVE).equals("off") && !host.launch.attached) {
            PreloadedStart start = new PreloadedStart(host);
            current = start;
            Thread thread = new Thread(null, start, "perf-agent-preload", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
        }
    }

    /** The name of the list that this start had, or empty. */
    public static String listInUse() {
        PreloadedStart start = current;
        return start == null ? "" : start.name;
    }

    /** This start has become ready: its list has done no harm. */
    public static void ready() {
        PreloadedStart start = current;
        PreloadAttempts own = start == null ? null : start.attempts;
        if (own != null) {
            own.ready();
        }
    }

    /** Why the list must be taken out, because of the starts before that had it; or empty. */
    static String failure() {
        PreloadedStart start = current;
        return start == null ? "" : start.failure;
    }

    /** For the status; empty in a start without. */
    static String account() {
        PreloadedStart start = current;
        Preloader working = start == null ? null : start.preloader;
        if (start == null || working == null) {
            return start == null ? "" : start.state;
        }
        return working.loaded() + " classes loaded ahead" + (working.missing() == 0 ? "" : ", ")
                + (working.missing() == 0 ? "" : working.missing() + " of the list not found");
    }

    /** Where the list of this application's classes is or would be; null without a data directory. */
    static @Nullable File file(Host host) {
        File root = host.data.root();
        String command = String.valueOf(host.config.systemProperty("sun.java.command"));
        int space = command.indexOf(' ');
        Fingerprint print = new Fingerprint()
                .add(Host.jdkBuild(host.config))
                .add(String.valueOf(host.config.systemProperty("java.class.path")))
                .add(new ResourceAttributes(host.config).serviceName()) // which it was approved for
                .add(space < 0 ? command : command.substring(0, space));
        return root == null ? null : new File(new File(root, FOLDER), Long.toHexString(print.high()) + ".classes");
    }

    /** Why no class of this process is loaded ahead, whoever wants it; null if they can be. */
    public static @Nullable String objection(Host host) {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return "there is one processor, and the application needs it";
        }
        Config config = host.config;
        if (ClassLoader.getSystemClassLoader().getClass().getClassLoader() != null) {
            return "the application's class loader is none of the JDK's";
        }
        String security = config.systemProperty("java.security.manager");
        if (security != null && !security.equals("disallow")) {
            return "there may be a security manager, which is code of the application";
        }
        try {
            int agents = 0;
            for (String option : JdkInternals.runtimeArguments(host.instrumentation)) {
                if (option.startsWith("-XX:SharedArchiveFile=") || option.startsWith("-XX:AOTCache=")) {
                    return "there is an archive, beside which it is useless";
                }
                if (option.startsWith("-javaagent:") || option.startsWith("-agentlib:instrument")) {
                    agents++;
                }
            }
            return agents > 1
                    ? "there is another Java agent, which may not be ready for a class before its time"
                    : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return "the JVM's options cannot be told: " + e;
        }
    }

    @Override
    public void run() {
        ThreadState.ignoreThisThread();
        try {
            ClassList list = list();
            if (list == null) {
                return;
            }
            long began = host.launch.premainNanos;
            while (!host.progress.has(Moment.APPLICATION)) { // it is what tells when main begins
                if (System.nanoTime() - began > LONGEST_NANOS) {
                    return;
                }
                Thread.interrupted(); // or it would never rest again
                LockSupport.parkNanos(LOOK_NANOS);
            }
            Preloader working = new Preloader(list.classes(), ClassLoader.getSystemClassLoader());
            name = list.name();
            preloader = working;
            beginAttempt();
            working.run(this);
        } catch (Throwable t) {
            state = "given up: " + t;
        }
    }

    /** A start that is not followed is never known to be ready. */
    private void beginAttempt() {
        File file = file(host);
        if (file == null || host.config.text(StartSettings.STARTUP).equals("off")) {
            return;
        }
        PreloadAttempts own = new PreloadAttempts(file);
        own.begin();
        attempts = own;
    }

    @Override
    public boolean isOver() {
        return host.progress.has(Moment.RESPONSE)
                || StartRecorder.SHARED.readySignal() != null
                || System.nanoTime() - host.launch.premainNanos > LONGEST_NANOS;
    }

    private @Nullable ClassList list() throws IOException {
        File file = file(host);
        if (file == null
                || !file.isFile()
                || !Adapting.modes(host.config, new ArrayList<>())
                        .farthest(Preloading.KIND)
                        .acts()) {
            return null;
        }
        File off = new File(file.getParentFile().getParentFile(), KillSwitch.FILE);
        String objection = off.exists() ? "switched off by " + off : CacheTrust.objection(file);
        if (objection == null) {
            objection = objection(host);
        }
        if (objection == null) {
            failure = new PreloadAttempts(file).failure();
            objection = failure.isEmpty() ? null : failure;
        }
        ClassList list = null;
        if (objection == null) {
            list = file.length() > ClassList.MAX_BYTES ? null : ClassList.parse(Files.readAllBytes(file.toPath()));
            objection = list == null ? "the list is damaged" : null;
        }
        state = objection == null ? "" : "no class is loaded ahead: " + objection;
        return list;
    }
}
