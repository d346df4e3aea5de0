package io.perfagent.start;

import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.bootstrap.Launch;
import io.perfagent.bootstrap.Seam;
import io.perfagent.coldstart.archive.ManagedStart;
import io.perfagent.coldstart.record.StartRecorder;
import io.perfagent.config.AgentSettings;
import io.perfagent.config.Config;
import io.perfagent.config.ControlSettings;
import io.perfagent.config.StartSettings;
import io.perfagent.export.Console;
import io.perfagent.start.adapting.Adapting;
import io.perfagent.start.host.CacheChoices;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.RequestFolder;
import io.perfagent.start.profiling.HotWatch;
import io.perfagent.start.profiling.Profiling;
import io.perfagent.start.watch.AnalysedStart;
import io.perfagent.start.watch.StartWatch;
import io.perfagent.weave.Moment;
import io.perfagent.weave.Site;
import io.perfagent.weave.SiteTable;
import io.perfagent.weave.Weaveworks;
import io.perfagent.weave.Weaving;
import io.perfagent.weave.cache.CacheTrust;
import io.perfagent.weave.cache.Fingerprint;
import io.perfagent.weave.cache.WeaveCache;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The agent in this JVM: made before {@code main}, finished in the background.
 *
 * <p>With a filled weave cache the hooks are in place, and the seam open, before {@code main}. Without one nothing happens
 * until the application has answered: see {@link MainLoop}.
 */
final class Agent extends Host implements Weaving.Listener, Launch.Entry {
    final Weaving weaving;
    final Weaveworks works;
    private final HookSet hooks;
    private final LearnedClasses learned;
    private final @Nullable File cacheFile;
    final boolean warm;
    private final boolean sameClassPath;
    final Absence absence = new Absence(this);
    private volatile boolean newlyLearned;

    /** What may change the application, once that is up; null before, and where it is switched off. */
    volatile @Nullable Adapting adapting;

    /** Profiles on demand, once the application is up. */
    volatile @Nullable Profiling profiling;

    /** When the first pass of weaving was done and the seam opened, or 0. */
    volatile long firstPassDoneNanos;

    /** Set when the agent has stopped in the background and said so. */
    volatile boolean stopped;

    /** Follows the application's start; null if nobody wants it, and before the main thread has begun. */
    volatile @Nullable StartWatch startWatch;

    /** The report of the start as text, or empty as long as there is none. */
    volatile String startText = "";

    /** Why the weave cache was not read, or null. */
    @Nullable
    String cacheObjection;

    /** What {@code prepare} asks for in a start of its own; null in any other. */
    final @Nullable Training training;

    Agent(
            Launch launch,
            Instrumentation instrumentation,
            BlobLoader loader,
            Config config,
            Console console,
            @Nullable ManagedStart managed)
            throws IOException {
        super(launch, instrumentation, loader, config, console, managed);
        byte[] encoded = loader.blob().read(io.perfagent.bootstrap.Blob.CORE, "sites");
        if (encoded == null) {
            throw new IOException("the agent jar is damaged");
        }
        SiteTable table = new SiteTable(encoded);
        drop(table);
        if (!config.bool(AgentSettings.FORCE)) {
            OtherAgents.mark(table);
        }
        this.hooks = new HookSet(table.sites.length, loader);
        long jdk = jdkBuild(config);
        int feature = Runtime.version().feature();
        this.cacheFile =
                config.bool(AgentSettings.WEAVE_CACHE) ? data.weaveCache(loader.blob().build, feature, jdk) : null;
        WeaveCache cache = new WeaveCache(cacheFile, settingHash(table, loader, jdk));
        if (cacheFile != null && cacheFile.exists()) {
            cacheObjection = CacheTrust.objection(cacheFile);
            if (cacheObjection == null) {
                cache.load();
            } else {
                console.line("the weave cache is not used: " + cacheObjection);
            }
        }
        this.warm = !cache.isEmpty();
        this.learned = new LearnedClasses(table, cache);
        this.weaving = new Weaving(table, cache, this);
        byte[] origins = cache.remark(classPathNumber("origins"));
        this.sameClassPath = origins != null && weaving.recall(origins);
        this.training = config.text(AgentSettings.WEAVE).equals(Training.MODE) ? new Training(this) : null;
        this.works = new Weaveworks(instrumentation, weaving, loader, this, config.number(AgentSettings.WEAVE_DUTY));
    }

    /** Sites of instrumentations that a setting switches off are not woven. */
    private void drop(SiteTable table) {
        String last = "";
        boolean enabled = true;
        for (Site site : table.sites) {
            if (!site.instrumentation.equals(last)) {
                last = site.instrumentation;
                enabled =
                        config.instrumentationEnabled(last) && (!last.endsWith("-cache") || CacheChoices.isOn(config));
            }
            if (!enabled) {
                table.disable(site);
            }
        }
    }

    private long settingHash(SiteTable table, BlobLoader loader, long jdk) {
        Fingerprint print = new Fingerprint().add(loader.blob().build).add(jdk);
        for (Site site : table.sites) {
            print.add(site.enabled ? 1 : 0);
        }
        return print.high();
    }

    /** Under which something about this application's class path is kept in the cache. */
    private long classPathNumber(String what) {
        return new Fingerprint()
                .add(what)
                .add(String.valueOf(config.systemProperty("java.class.path")))
                .low();
    }

    /** Keeps what the keys were made of, so that the next start need not read it; not with modules of the application. */
    private void rememberOrigins() throws IOException {
        String classPath = config.systemProperty("java.class.path");
        if (classPath != null && !classPath.isEmpty() && config.systemProperty("jdk.module.main") == null) {
            byte[] origins = weaving.remember(classPath);
            if (origins != null) {
                weaving.cache().setRemark(classPathNumber("origins"), origins);
            }
        }
    }

    /** Keeps the names of what was woven once the application had started, for the next {@link Absence}. */
    void rememberWoven() {
        if (launch.attached || config.text(AgentSettings.WEAVE).equals("eager")) {
            return; // at another time than the end of the start
        }
        long number = classPathNumber("woven");
        String woven = works.wovenNames();
        byte[] now = woven == null ? new byte[0] : woven.getBytes(StandardCharsets.UTF_8);
        byte[] before = weaving.cache().remark(number);
        if (!Arrays.equals(now, before == null ? new byte[0] : before)) {
            weaving.cache().setRemark(number, now);
        }
    }

    private void leaveClassLoadingAlone() {
        byte[] woven = sameClassPath ? weaving.cache().remark(classPathNumber("woven")) : null;
        if (woven != null
                && woven.length > 0
                && !launch.attached
                && !config.text(AgentSettings.WEAVE).equals("eager")) {
            absence.leave(new String(woven, StandardCharsets.UTF_8));
        }
    }

    void start() {
        Seam.install(hooks.hooks());
        String mode = config.text(AgentSettings.WEAVE);
        if (mode.equals("off")) {
            return;
        }
        Launch.setRunning(this);
        if (mode.equals("offline")) {
            telemetry();
            instrumentation.addTransformer(weaving, true);
            return;
        }
        if (managed != null) {
            managed.begin();
        }
        boolean watched =
                !launch.attached && !config.text(StartSettings.STARTUP).equals("off");
        if (watched && config.text(StartSettings.STARTUP).equals(AnalysedStart.SETTING)) {
            AnalysedStart.begin(this);
        }
        if (warm) {
            telemetry();
        }
        instrumentation.addTransformer(weaving, true);
        if (warm) {
            works.fromCache();
            Seam.open();
            leaveClassLoadingAlone();
        }
        if (watched && warm) {
            StartRecorder.SHARED.open();
        }
        Thread thread =
                new MainLoop(this, warm, watched ? Thread.currentThread().getId() : 0);
        premainTookNanos = System.nanoTime() - launch.premainNanos;
        thread.start();
        progress.wakes(thread);
        Runtime.getRuntime().addShutdownHook(new ShutdownHook(this));
    }

    /** What the beginning of the start has left for after {@code main} has begun. */
    void startGoesOn() {
        if (managed != null) {
            managed.hold();
        }
    }

    /** The application is ready, or ends in an orderly way: a start-up archive has done no harm. */
    void startIsOver() {
        if (managed != null) {
            managed.over();
        }
    }

    /** Writes what was woven, for the next start; a directory that could not be trusted is not written to either. */
    void storeCache() {
        WeaveCache cache = weaving.cache();
        if (cacheFile == null) {
            return;
        }
        try {
            rememberOrigins();
        } catch (IOException e) {
            problems.add("the class path's state was not kept: " + e);
        }
        if (!cache.isDirty()) {
            return;
        }
        String objection = CacheTrust.objectionToPlace(cacheFile);
        try {
            if (objection == null) {
                learned.store();
                cache.store(
                        true,
                        training != null || config.text(AgentSettings.WEAVE).equals("offline"));
            }
        } catch (IOException e) {
            objection = "it cannot be written: " + e;
        }
        if (objection != null && cacheObjection == null) {
            console.line("no weave cache, so each start weaves anew: " + objection);
        }
        cacheObjection = objection;
    }

    @Override
    public String request(String command) {
        try {
            if (command.startsWith("weave\n")) {
                return OfflineWeaving.weave(this, command.substring(6).split("\n"));
            }
            if (command.startsWith("adapt\n")) {
                return adapt(command.split("\n"));
            }
            if (command.startsWith("profile\n")) {
                return Profiling.answer(profiling, command.split("\n"));
            }
            Training asked = training;
            if (asked != null && command.startsWith(Training.PREFIX)) {
                return asked.answer(command.substring(Training.PREFIX.length()));
            }
            return command.equals("status") ? Status.text(this) : HotWatch.answer(command);
        } catch (IOException | RuntimeException | LinkageError e) {
            return "failed: " + e;
        }
    }

    /** A request {@code adapt}, its command and, for some, an id, on a line each. */
    private String adapt(String[] lines) {
        Adapting known = adapting;
        RequestFolder folder = requests();
        if (known == null) {
            return Adapting.absent(config.text(ControlSettings.ADAPT).equals("off"));
        }
        String objection = folder == null ? "there is no request folder" : folder.objection();
        return known.request(lines[1], lines.length > 2 ? lines[2] : "", objection);
    }

    /** The application's start is over; that it cannot be told of is a problem, and no more than that. */
    synchronized void started(StartWatch watch) {
        if (!startText.isEmpty()) {
            return;
        }
        try {
            startText = StartTelling.tell(this, watch);
        } catch (RuntimeException | LinkageError e) {
            StartRecorder.SHARED.forget();
            problems.add("the start was not told of: " + e);
        }
    }

    /** Answers what has been asked through the folder, if anything. */
    void answerRequest() {
        RequestFolder folder = requests();
        try {
            String asked = folder == null ? null : folder.take();
            if (folder != null && asked != null) {
                folder.answer(String.valueOf(request(asked)));
            }
        } catch (IOException e) {
            problems.add("a request was not answered: " + e);
        }
    }

    @Nullable
    File cachePath() {
        return cacheFile;
    }

    @Override
    public void moment(int moment) {
        boolean another = (moment & Moment.OTHER_AGENT) != 0 && !progress.has(Moment.OTHER_AGENT);
        progress.reached(moment); // before the seam is closed: a first pass asks after it has opened it
        if (another) {
            weaving.stop();
            Seam.close();
            console.line("another tracing agent has started after this one: nothing is woven or recorded"
                    + " (PERF_AGENT_FORCE=true overrides)");
        }
    }

    @Override
    public void woven(Site[] sites) {
        telemetry();
        String failure = hooks.bind(sites);
        if (failure != null) {
            problems.add(failure);
        }
    }

    @Override
    public void pending() {
        if (progress.has(Moment.RESPONSE) || Seam.isOpen()) {
            progress.wake();
        }
    }

    @Override
    public void learn(Class<?> type, String target) {
        if (learned.learn(type, target)) {
            newlyLearned = true;
            progress.wake();
        }
    }

    /** Whether names were learned since the last call. */
    boolean takeLearned() {
        boolean was = newlyLearned;
        newlyLearned = false;
        return was;
    }
}
