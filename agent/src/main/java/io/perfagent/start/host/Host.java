package io.perfagent.start.host;

import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.bootstrap.Launch;
import io.perfagent.coldstart.archive.ManagedStart;
import io.perfagent.config.Config;
import io.perfagent.export.Console;
import io.perfagent.export.Event;
import io.perfagent.export.EventQueue;
import io.perfagent.export.Pipeline;
import io.perfagent.export.Resource;
import io.perfagent.export.Severity;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.UnixTime;
import io.perfagent.weave.cache.Fingerprint;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every part of the agent in this JVM may ask for: its settings, where it tells what, its places on disk, telemetry and
 * the way out. Made before {@code main}; any thread may use it.
 */
public abstract class Host implements Telemetry.Learning, StressWatch.Said {
    public static final String VERSION = "0.1.0";

    public final Launch launch;
    public final Instrumentation instrumentation;
    public final Config config;
    public final Console console;

    /** Events for the collector. */
    public final EventQueue events = new EventQueue();

    /** What went wrong and is told in the status. */
    public final List<String> problems = new BoundedLines();

    /** Metrics that this JVM or system does not give, with the reason. */
    public final List<String> notMeasured = new BoundedLines();

    public final DataDirectory data;
    public final Progress progress = new Progress();

    /** The start-up archive of ours that this JVM was given, or null. */
    public final @Nullable ManagedStart managed;

    /** Stands for the agent's jar. */
    public final long build;

    /** From the agent's first instruction to handing back to the JVM. */
    public volatile long premainTookNanos;

    private volatile @Nullable Telemetry telemetry;
    private volatile @Nullable Pipeline pipeline;
    private @Nullable Resource resource; // guarded by this
    private volatile @Nullable RequestFolder requests;

    protected Host(
            Launch launch,
            Instrumentation instrumentation,
            BlobLoader loader,
            Config config,
            Console console,
            @Nullable ManagedStart managed) {
        this.launch = launch;
        this.instrumentation = instrumentation;
        this.config = config;
        this.console = console;
        this.data = new DataDirectory(config);
        this.managed = managed;
        this.build = loader.blob().build;
    }

    /** Stands for the JDK build in names and keys of what is kept on disk. */
    public static long jdkBuild(Config config) {
        Fingerprint print = new Fingerprint();
        for (String name : new String[] {"java.vm.version", "java.vm.vendor", "java.vm.name", "os.arch"}) {
            print.add(String.valueOf(config.systemProperty(name)));
        }
        return print.high();
    }

    /**
     * What hooks record with; made by whoever needs it first.
     *
     * <p>Asked for while classes are loaded, so no lock is taken once it is made, and none of ours is ever held while a
     * class of the JDK may have to be loaded: its loading may be waiting for us.
     */
    public final Telemetry telemetry() {
        Telemetry known = telemetry;
        return known != null ? known : makeTelemetry();
    }

    private synchronized Telemetry makeTelemetry() {
        Telemetry known = telemetry;
        if (known == null) {
            known = Telemetries.make(config, this, problems, VERSION);
            telemetry = known;
        }
        return known;
    }

    public final @Nullable Telemetry telemetryIfMade() {
        return telemetry;
    }

    /** The way out, started by whoever needs it first; a second one that was made at the same time is never started. */
    public final Pipeline pipeline() {
        Pipeline known = pipeline;
        if (known != null) {
            return known;
        }
        Telemetry recorded = telemetry();
        Pipeline made = new Exporting(config, console, VERSION).make(resource(), recorded, events);
        return firstPipeline(made, recorded);
    }

    /** What all telemetry is about; the same for each signal, as its instance has a name made up once. */
    public final synchronized Resource resource() {
        Resource known = resource;
        if (known == null) {
            known = Resource.of(new ResourceAttributes(config).encode(VERSION));
            resource = known;
        }
        return known;
    }

    private synchronized Pipeline firstPipeline(Pipeline made, Telemetry recorded) {
        Pipeline known = pipeline;
        if (known != null) {
            return known;
        }
        recorded.tracing.ring().wakes(made);
        made.start();
        pipeline = made;
        return made;
    }

    public final @Nullable Pipeline pipelineIfStarted() {
        return pipeline;
    }

    /** A line for the operator, and an event for the collector. */
    @Override
    public final void say(Severity severity, String event, String line) {
        console.line(line);
        events.offer(new Event(UnixTime.now(), severity, event, line));
    }

    /** The same, with what the event has to say of itself. */
    public final void say(Severity severity, String event, String line, AttributeBytes attributes) {
        console.line(line);
        events.offer(new Event(UnixTime.now(), severity, event, line, attributes));
    }

    /** Makes this process's folder for requests; without one, the status is to be had at exit and by JMX only. */
    public final void openRequests() {
        RequestFolder folder =
                RequestFolder.of(data, Long.toString(ProcessHandle.current().pid()));
        if (folder != null) {
            try {
                folder.make();
                requests = folder;
            } catch (IOException e) {
                problems.add("no request folder: " + e);
            }
        }
    }

    public final @Nullable RequestFolder requests() {
        return requests;
    }

    public final void closeRequests() {
        RequestFolder folder = requests;
        if (folder != null) {
            folder.remove();
        }
    }
}
