package io.perfagent.weave;

import io.perfagent.bootstrap.Blob;
import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.weave.WeaveStatus.Outcome;
import io.perfagent.weave.cache.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Weaves loaded classes in the background, in small batches that split on failure, at a share of one core.
 *
 * <p>All methods are called by the agent's main thread only, {@link #fromCache} excepted.
 */
public final class Weaveworks {
    private static final int BATCH = 8;
    private static final int MAX_LOADERS = 8;
    private static final int MAX_NAMES = 512;

    private final Instrumentation instrumentation;
    private final Weaving weaving;
    private final BlobLoader agent;
    private final Weaving.Listener listener;
    private final int dutyPercent;
    private final Set<Class<?>> done = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean unwatched;
    private @Nullable Weaver weaver;
    private long weaveNanos;

    public Weaveworks(
            Instrumentation instrumentation,
            Weaving weaving,
            BlobLoader agent,
            Weaving.Listener listener,
            int dutyPercent) {
        this.instrumentation = instrumentation;
        this.weaving = weaving;
        this.agent = agent;
        this.listener = listener;
        this.dutyPercent = Math.max(1, Math.min(100, dutyPercent));
    }

    /** One class to be retransformed. */
    private static final class Job {
        final Class<?> type;
        final String name;
        final Site[] sites;

        Job(Class<?> type, String name, Site[] sites) {
            this.type = type;
            this.name = name;
            this.sites = sites;
        }

        /** Whether it is a class loader that is to find the seam; what it loads can be woven only after it. */
        boolean delegates() {
            return sites.length > 0 && sites[0].shape == Shape.BOOT_DELEGATION;
        }
    }

    /**
     * Weaves, from the cache alone, what was loaded before the transformer was added.
     *
     * <p>Runs before {@code main} on a start with a filled cache.
     */
    public void fromCache() {
        List<Job> jobs = jobs();
        weaving.retransformsFromCache(true);
        retransform(jobs); // once for all: each retransformation stops the JVM
        weaving.retransformsFromCache(false);
        for (Job job : jobs) {
            if (weaving.planned(job.type)) {
                done.add(job.type);
            }
        }
    }

    /** Whether classes were loaded while the transformer was away, and no other agent was there: as their files are. */
    public void unwatched(boolean now) {
        unwatched = now;
    }

    /**
     * Tells of the marker classes that are loaded, while the transformer is away and cannot.
     *
     * @return how many classes are loaded
     */
    public int look() {
        Class<?>[] loaded = loadedClasses();
        for (Class<?> type : loaded) {
            SiteTable.Slot slot = weaving.table().find(type.getName().replace('.', '/'));
            if (slot != null && slot.moment != 0) {
                listener.moment(slot.moment);
            }
        }
        return loaded.length;
    }

    /**
     * Binary names of the loaded classes that the table names, in order, each with a line feed; null if some belong to
     * other loaders than the JDK's and the system loader, or are too many.
     */
    public @Nullable String wovenNames() {
        TreeSet<String> names = new TreeSet<>();
        for (Class<?> type : done) {
            ClassLoader loader = type.getClassLoader();
            if (loader != null
                    && loader != ClassLoader.getPlatformClassLoader()
                    && loader != ClassLoader.getSystemClassLoader()) {
                return null;
            }
            names.add(type.getName());
        }
        StringBuilder lines = new StringBuilder();
        for (String name : names) {
            lines.append(name).append('\n');
        }
        return names.size() > MAX_NAMES ? null : lines.toString();
    }

    /**
     * One pass over all loaded classes.
     *
     * @return how many classes were woven
     */
    public int pass() {
        int count = 0;
        List<Job> jobs = jobs();
        List<Job> batch = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            Job job = jobs.get(i);
            long start = System.nanoTime();
            done.add(job.type);
            if (prepare(job)) {
                batch.add(job);
                count++;
            }
            boolean lastLoader =
                    job.delegates() && (i == jobs.size() - 1 || !jobs.get(i + 1).delegates());
            if (batch.size() >= BATCH || i == jobs.size() - 1 || lastLoader) {
                retransform(batch);
                batch.clear();
            }
            if (lastLoader) {
                weaving.lookAgain();
            }
            rest(System.nanoTime() - start);
        }
        return count;
    }

    /**
     * Weaves classes that the table names and that are not loaded yet, so that they are seen from their first call: those of
     * the JDK, and those that the loaders of classes woven so far can find.
     */
    public void ahead() {
        Set<ClassLoader> loaders = Collections.newSetFromMap(new WeakHashMap<>());
        loaders.add(ClassLoader.getSystemClassLoader());
        Set<String> loaded = new HashSet<>();
        for (Class<?> type : done) {
            loaded.add(type.getName().replace('.', '/'));
            ClassLoader loader = type.getClassLoader();
            if (loader != null && loader != ClassLoader.getPlatformClassLoader() && loaders.size() < MAX_LOADERS) {
                loaders.add(loader);
            }
        }
        for (String name : weaving.table().classNames()) {
            SiteTable.Slot slot = weaving.table().find(name);
            if (slot == null || loaded.contains(name)) {
                continue;
            }
            long start = System.nanoTime();
            if (LibraryUse.isJdk(name)) {
                ahead(null, name, slot.sites());
            } else {
                for (ClassLoader loader : loaders) {
                    ahead(loader, name, slot.sites());
                }
            }
            rest(System.nanoTime() - start);
        }
    }

    private void ahead(@Nullable ClassLoader loader, String name, Site[] sites) {
        try {
            byte[] original = resource(loader, name);
            if (original == null || sites.length == 0 || !weaving.seesSeam(loader)) {
                return;
            }
            Fingerprint key = weaving.key(loader, name, original, sites);
            if (weaving.cache().has(key.high(), key.low())) {
                return;
            }
            PresentSites found = present(new Job(Object.class, name, sites), loader, original);
            Site[] present = found.woven();
            byte[] woven = present.length == 0 ? null : weaver().weave(loader, name, original, present);
            listener.woven(present);
            weaving.keep(key, woven, found);
        } catch (Exception | LinkageError | StackOverflowError e) {
            weaving.status.add(name, sites, Outcome.FAILED, String.valueOf(e));
        }
    }

    /** None once the JVM has begun to end: it then tells of no classes, not even of an empty list. */
    private Class<?>[] loadedClasses() {
        Class<?> @Nullable [] all = instrumentation.getAllLoadedClasses();
        return all == null ? new Class<?>[0] : all;
    }

    private List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        int loaders = 0;
        for (Class<?> type : loadedClasses()) {
            String className = type.getName();
            if (type.isArray() || type.isHidden()) {
                continue;
            }
            String name = className.replace('.', '/');
            SiteTable.Slot slot = weaving.table().find(name);
            if (slot == null || slot.targets == null || done.contains(type)) {
                continue;
            }
            if (wovenAtLoad(type, name)) {
                done.add(type);
            } else if (instrumentation.isModifiableClass(type)) {
                Job job = new Job(type, name, slot.sites());
                jobs.add(job.delegates() ? loaders++ : jobs.size(), job);
            }
        }
        return jobs;
    }

    /** Classes woven out of the cache while they were loaded have no bytes waiting, and a row in the status. */
    private boolean wovenAtLoad(Class<?> type, String name) {
        return weaving.isWovenAtLoad(type.getClassLoader(), name);
    }

    private boolean prepare(Job job) {
        ClassLoader loader = job.type.getClassLoader();
        try {
            byte[] original = weaving.take(job.type, job.name);
            boolean missed = original != null;
            if (original == null && unwatched) {
                original = resource(loader, job.name);
                missed = original != null;
            }
            if (original == null) {
                original = probe(job.type);
                // Its bytes as the JVM rebuilds them are not those that the next start will load.
                ahead(loader, job.name, job.sites);
            }
            if (original == null) {
                weaving.status.add(job.name, job.sites, Outcome.FAILED, "the JVM does not hand out its bytes");
                return false;
            }
            if (!weaving.seesSeam(loader)) {
                weaving.status.add(
                        job.name, job.sites, Outcome.SKIPPED, "its class loader does not delegate to the boot loader");
                return false;
            }
            byte[] cached = weaving.fromCache(loader, job.name, original, job.sites, !missed);
            if (cached != null) {
                return cached.length > 0 && plan(job, cached);
            }
            PresentSites found = present(job, loader, original);
            Site[] sites = found.woven();
            byte[] woven = sites.length == 0 ? null : weaver().weave(loader, job.name, original, sites);
            Fingerprint key = weaving.key(loader, job.name, original, job.sites);
            weaving.keep(key, woven, found);
            if (woven == null) {
                if (sites.length > 0) {
                    weaving.status.add(job.name, sites, Outcome.NOTHING_TO_WEAVE, "");
                }
                return false;
            }
            listener.woven(sites);
            weaving.status.add(job.name, sites, Outcome.WOVEN, "");
            return plan(job, woven);
        } catch (Exception | LinkageError | StackOverflowError e) {
            weaving.status.add(job.name, job.sites, Outcome.FAILED, String.valueOf(e));
            return false;
        }
    }

    private boolean plan(Job job, byte[] woven) {
        weaving.plan(job.type, woven);
        return true;
    }

    /**
     * The sites that the class has a method for, but for those whose hooks lack something in the library: reported, unless
     * a part of the library is not there at all.
     */
    private PresentSites present(Job job, @Nullable ClassLoader loader, byte[] original) throws IOException {
        PresentSites sites = PresentSites.allOf(job.sites);
        LibraryUse use = new LibraryUse(
                name -> resource(loader, name), name -> agent.blob().read(Blob.LIBRARY, name.replace('/', '.')));
        ClassOutline outline = new ClassOutline(original);
        for (int i = 0; i < job.sites.length; i++) {
            Site site = job.sites[i];
            if (!declares(outline, site)) {
                sites.leaveOut(i, ""); // another line of the library has it
                continue;
            }
            String missing = site.library ? use.missing(site.hook) : null;
            if (missing != null) {
                sites.leaveOut(i, use.isPartAbsent(site.hook) ? "" : "this version has no " + missing);
            }
        }
        sites.tell(weaving.status, job.name);
        return sites;
    }

    private static boolean declares(ClassOutline outline, Site site) {
        for (int i = 0; i < outline.methods.size(); i++) {
            String method = outline.methods.get(i);
            int name = method.indexOf('(');
            if (site.matches(method.substring(0, name), method.substring(name))) {
                return true;
            }
        }
        return false;
    }

    private static byte @Nullable [] resource(@Nullable ClassLoader loader, String name) throws IOException {
        try (InputStream in = loader == null
                ? ClassLoader.getSystemResourceAsStream(name + ".class")
                : loader.getResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private byte @Nullable [] probe(Class<?> type) {
        weaving.startProbe(type);
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
            return weaving.endProbe();
        }
        return weaving.endProbe();
    }

    private void retransform(List<Job> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Class<?>[] types = new Class<?>[batch.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = batch.get(i).type;
        }
        retransform(types, batch);
    }

    private void retransform(Class<?>[] types, List<Job> batch) {
        try {
            instrumentation.retransformClasses(types);
        } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
            if (types.length == 1) {
                weaving.forget(types[0]);
                String name = types[0].getName().replace('.', '/');
                weaving.status.add(name, new Site[0], Outcome.FAILED, "the JVM refused it: " + e);
                return;
            }
            int half = types.length / 2;
            retransform(Arrays.copyOfRange(types, 0, half), batch);
            retransform(Arrays.copyOfRange(types, half, types.length), batch);
        }
    }

    private Weaver weaver() throws Exception {
        if (weaver == null) {
            BlobLoader engine = new BlobLoader(agent.blob(), Blob.WEAVE, ClassLoader.getPlatformClassLoader(), agent);
            weaver = (Weaver) engine.loadClass("io.perfagent.weave.engine.ByteBuddyWeaver")
                    .getDeclaredConstructor()
                    .newInstance();
        }
        return weaver;
    }

    /** Lets the loader of the engine go; the next weaving makes a new one. */
    public void release() {
        weaver = null;
        weaving.dropPending();
        weaving.origins.release();
        if (!weaving.cache().isDirty()) {
            weaving.cache().release();
        }
    }

    private void rest(long workedNanos) {
        weaveNanos += workedNanos;
        if (dutyPercent < 100) {
            Thread.interrupted(); // or it would not rest
            LockSupport.parkNanos(restNanos(workedNanos, dutyPercent));
        }
    }

    /** How long to rest after so much work, so that work is the given share of the time. */
    static long restNanos(long workedNanos, int dutyPercent) {
        return workedNanos * (100 - dutyPercent) / dutyPercent;
    }

    /** Time spent weaving. */
    public long weaveNanos() {
        return weaveNanos;
    }
}
