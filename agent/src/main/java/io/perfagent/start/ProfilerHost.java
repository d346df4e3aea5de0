package io.perfagent.start;

import io.perfagent.bootstrap.Blob;
import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.profile.EngineHost;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.SampleEngine;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** This process as the profiler sees it; loads the profiler's classes out of their own section of the blob. */
final class ProfilerHost implements EngineHost {
    private static final String ENGINE = "io.perfagent.profile.async.AsyncEngine";

    private static @Nullable SampleEngine made;

    private final Agent agent;
    private final File root;
    private final BlobLoader loader;

    private ProfilerHost(Agent agent, File root, BlobLoader loader) {
        this.agent = agent;
        this.root = root;
        this.loader = loader;
    }

    /**
     * The engine of this JVM: made once, because a library belongs to the class loader that has loaded it.
     *
     * @throws Refusal if the process has nowhere to put the profiler's library
     */
    static synchronized SampleEngine engine(Agent agent) throws Refusal {
        SampleEngine known = made;
        if (known == null) {
            known = make(agent);
            made = known;
        }
        return known;
    }

    private static SampleEngine make(Agent agent) throws Refusal {
        File root = agent.data.root();
        ClassLoader own = Agent.class.getClassLoader();
        if (root == null || !(own instanceof BlobLoader)) {
            throw new Refusal("there is no data directory for the profiler's library: set PERF_AGENT_DATA_DIR");
        }
        BlobLoader core = (BlobLoader) own;
        BlobLoader loader = new BlobLoader(core.blob(), Blob.PROFILE, ClassLoader.getPlatformClassLoader(), core);
        try {
            return (SampleEngine) loader.loadClass(ENGINE)
                    .getConstructor(EngineHost.class)
                    .newInstance(new ProfilerHost(agent, root, loader));
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
        return String.valueOf(agent.config.systemProperty("os.name"));
    }

    @Override
    public String architecture() {
        return String.valueOf(agent.config.systemProperty("os.arch"));
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
        return agent.instrumentation;
    }
}
