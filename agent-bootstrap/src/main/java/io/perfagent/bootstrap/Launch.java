package io.perfagent.bootstrap;

import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** What the premain class knows when it hands over to the agent proper. */
public final class Launch {
    public final @Nullable Instrumentation instrumentation;
    public final @Nullable String arguments;
    public final String jarPath;
    public final boolean attached;
    public final long premainNanos;

    /** Options of this JVM, known only in a start with a start-up archive of ours. */
    public String @Nullable [] jvmOptions;

    final RandomAccessFile jar;
    final long blobOffset;

    public Launch(
            @Nullable Instrumentation instrumentation,
            @Nullable String arguments,
            String jarPath,
            RandomAccessFile jar,
            long blobOffset,
            boolean attached,
            long premainNanos) {
        this.instrumentation = instrumentation;
        this.arguments = arguments;
        this.jarPath = jarPath;
        this.jar = jar;
        this.blobOffset = blobOffset;
        this.attached = attached;
        this.premainNanos = premainNanos;
    }

    /** The agent that runs in this JVM, once it does. */
    private static volatile @Nullable Entry running;

    /** Makes a running agent reachable for later attaches. */
    public static void setRunning(Entry entry) {
        running = entry;
    }

    /**
     * Hands a request to the agent that runs in this JVM.
     *
     * @return its answer, or null if none runs
     */
    public static @Nullable String request(String command) {
        Entry entry = running;
        return entry == null ? null : entry.request(command);
    }

    /** Opens the agent's loader and starts the agent in this JVM. */
    public void start() throws Exception {
        Blob blob = new Blob(jar, blobOffset);
        BlobLoader loader = new BlobLoader(blob, Blob.CORE, BlobLoader.platform(), null);
        Entry entry = (Entry) loader.loadClass("io.perfagent.start.AgentEntry")
                .getDeclaredConstructor()
                .newInstance();
        entry.start(this, loader);
    }

    /** Opens the agent's loader and runs a command of ours; the JVM is our own. */
    public int command(String[] args) throws Exception {
        Blob blob = new Blob(jar, blobOffset);
        BlobLoader loader = new BlobLoader(blob, Blob.CORE, BlobLoader.platform(), null);
        Entry entry = (Entry) loader.loadClass("io.perfagent.start.command.CommandEntry")
                .getDeclaredConstructor()
                .newInstance();
        return entry.command(this, loader, args);
    }

    /** The agent proper, as the bootstrap sees it. */
    public interface Entry {
        default void start(Launch launch, BlobLoader loader) throws Exception {}

        default @Nullable String request(String command) {
            return null;
        }

        default int command(Launch launch, BlobLoader loader, String[] args) throws Exception {
            return 2;
        }
    }
}
