package io.perfagent.start;

import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.bootstrap.Launch;
import io.perfagent.coldstart.archive.ArchivePlaces;
import io.perfagent.coldstart.archive.ArchiveRecord;
import io.perfagent.coldstart.archive.JvmOptions;
import io.perfagent.coldstart.archive.ManagedStart;
import io.perfagent.config.AgentSettings;
import io.perfagent.config.Config;
import io.perfagent.config.Sources;
import io.perfagent.config.TelemetrySettings;
import io.perfagent.start.adapting.PreloadedStart;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.StderrConsole;
import java.io.File;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Called by the premain class, before {@code main} or on attach: decides whether the agent runs here, and starts it. */
public final class AgentEntry implements Launch.Entry {
    /** Of a JVM that is ended before {@code main} ({@code EX_CONFIG} of sysexits.h). */
    private static final int STALE_ARCHIVE_STATUS = 78;

    @Override
    public void start(Launch launch, BlobLoader loader) throws Exception {
        Instrumentation instrumentation = launch.instrumentation;
        Config config = Config.load(Sources.ofProcess(launch.arguments));
        String command = config.systemProperty("sun.java.command");
        boolean offline = config.text(AgentSettings.WEAVE).equals("offline");
        if (instrumentation == null || (isOwnOrJdkTool(command, launch.jarPath) && !offline)) {
            return;
        }
        boolean quiet = config.text(AgentSettings.LOG).equals("quiet");
        StderrConsole console = new StderrConsole(System.err, quiet);
        ManagedStart managed = managed(launch, loader, config, console);
        if (!config.bool(TelemetrySettings.JAVAAGENT_ENABLED) || !config.bool(AgentSettings.ENABLED)) {
            return;
        }
        String objection = SupportedJdk.objection(Runtime.version().feature(), config.systemProperty("java.vm.name"));
        if (objection != null && !config.bool(AgentSettings.FORCE)) {
            console.line(objection.concat(": nothing is woven (PERF_AGENT_FORCE=true overrides)"));
            return;
        }
        String other = OtherAgents.present();
        if (other != null && !config.bool(AgentSettings.FORCE)) {
            console.line(other.concat(" is in this JVM too: nothing is woven (PERF_AGENT_FORCE=true overrides)"));
            return;
        }
        Agent agent = new Agent(launch, instrumentation, loader, config, console, managed);
        agent.start();
        System.setProperty("io.perfagent.started", "running"); // read by attach, which waits for no more than this
        File root = agent.data.root();
        boolean ordinary = agent.warm && agent.training == null;
        if (ordinary && root != null && new File(root, PreloadedStart.FOLDER).isDirectory()) {
            PreloadedStart.begin(agent);
        }
    }

    /**
     * Checks the start-up archive, if this JVM was given one of ours. With a stale AOT cache this is the end of the JVM:
     * classes that are not in the jars any more are loaded already.
     */
    private static @Nullable ManagedStart managed(
            Launch launch, BlobLoader loader, Config config, StderrConsole console) {
        String command = config.systemProperty("sun.java.command");
        String record = recordToCheck(config.systemProperty(ArchivePlaces.PROPERTY), command);
        Instrumentation instrumentation = launch.instrumentation;
        if (record == null || instrumentation == null || launch.attached) {
            return null; // an application that is attached to has run with it for long: it is not to be ended now
        }
        ManagedStart managed = ManagedStart.check(
                record,
                new ArchiveRecord.Start(
                        Host.jdkBuild(config),
                        loader.blob().build,
                        JvmOptions.shape(launch.jvmOptions),
                        String.valueOf(config.systemProperty("java.class.path")),
                        ArchiveRecord.program(command)),
                config.text(AgentSettings.WEAVE).equals(Training.MODE),
                new SharingOf(instrumentation));
        String objection = managed.objection();
        if (managed.mustEnd()) {
            System.err.println("perf-agent: ".concat(String.valueOf(objection)));
            Runtime.getRuntime().halt(STALE_ARCHIVE_STATUS);
        }
        if (objection != null) {
            console.line(objection);
        }
        return managed;
    }

    /** None in {@code java -version} and the like, which run no program and have no class path to compare. */
    static @Nullable String recordToCheck(@Nullable String record, @Nullable String command) {
        return command == null ? null : record;
    }

    private static final class SharingOf implements ManagedStart.Sharing {
        private final Instrumentation instrumentation;

        SharingOf(Instrumentation instrumentation) {
            this.instrumentation = instrumentation;
        }

        @Override
        public boolean isOn() {
            return LostSharing.isSharing(instrumentation);
        }
    }

    /** A JDK tool that inherited {@code JAVA_TOOL_OPTIONS}, or our own command line: nothing to see there. */
    static boolean isOwnOrJdkTool(@Nullable String command, String jarPath) {
        if (command == null) {
            return false;
        }
        int space = command.indexOf(' ');
        String main = space < 0 ? command : command.substring(0, space);
        boolean jdkModule = (main.startsWith("jdk.") || main.startsWith("java.")) && main.indexOf('/') > 0;
        return jdkModule
                || main.startsWith("jdk.")
                || main.startsWith("sun.tools.")
                || main.startsWith("com.sun.tools.")
                || main.startsWith("io.perfagent.bootstrap.Premain")
                || command.startsWith(jarPath)
                || (main.endsWith(".jar") && new File(main).getAbsolutePath().equals(jarPath));
    }
}
