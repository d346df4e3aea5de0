package io.perfagent.start.profiling;

import io.perfagent.bootstrap.Blob;
import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.profile.EngineHost;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.SampleEngine;
import io.perfagent.start.host.Host;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** This process as the profiler sees it; loads the profiler's classes out of their own section of the blob. */
public final class ProfilerHost implements EngineHost {
    private static final String ENGINE = "io.perfagent.profile.async.AsyncEngine";

    private static @Nullable SampleEngine made;

    private final Host host;
    private final File root;
    private final BlobLoader loader;

    private ProfilerHost(Host host, File root, BlobLoader loader) {
        this.host = host;
        this.root = root;
        this.loader = loader;
    }

    /**
     * The engine of this JVM: made once, because a library belongs to the class loader that has loaded it.
     *
     * @throws Refusal if the process has nowhere to put the profiler's library
     */
    public static synchronized SampleEngine engine(Host host) throws Refusal {
        SampleEngine known = made;
        if (known == null) {
            known = make(host);
            made = known;
        }
        return known;
    }

    private static SampleEngine make(Host host) throws Refusal {
        File root = host.data.root();
        ClassLoader own = Host.class.getClassLoader();
        if (root == null || !(own instanceof BlobLoader)) {
            throw new Refusal("there is no data directory for the profiler's library: set PERF_AGENT_DATA_DIR");
        }
        BlobLoader core = (BlobLoader) own;
        BlobLoader loader = new BlobLoader(core.blob(), Blob.PROFILE, ClassLoader.getPlatformClassLoader(), core);
        try {
            return (SampleEngine) loader.loadClass(ENGINE)
                    .getConstructor(EngineHost.class)
                    .newInstance(new ProfilerHost(host, root, loader));
        } catch (InvocationTargetException e) {
            throw new Refusal("the profiler cannot be made: ".concat(String.valueOf(e.getCause())));
        } catch (ReflectiveOperationException e) {
            throw new Refusal("the profiler cannot be loaded: ".concat(String.valueOf(e)));
        }
    }

    @Override
    public File dataDirectory() {
        return root;
    }

    @Override
    public String operatingSystem() {
        return String.valueOf(host.config.systemProperty("os.name"));
    }

    @Override
    public String architecture() {
        return String.valueOf(host.config.systemProperty("os.arch"));
    }

    @Override
    public byte[] shipped(String name) throws IOException {
        byte[] bytes = loader.blob().read(Blob.PROFILE, name);
        if (bytes == null) {
            throw new IOException(name.concat(" is not there"));
        }
        return bytes;
    }

    @Override
    public Instrumentation instrumentation() {
        return host.instrumentation;
    }
}
