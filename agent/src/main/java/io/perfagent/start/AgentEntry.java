package io.perfagent.start;

import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.bootstrap.Launch;
import io.perfagent.config.AgentSettings;
import io.perfagent.config.Config;
import io.perfagent.config.Sources;
import io.perfagent.config.TelemetrySettings;
import java.io.File;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Called by the premain class, before {@code main} or on attach: decides whether the agent runs here, and starts it. */
public final class AgentEntry implements Launch.Entry {
    @Override
    public void start(Launch launch, BlobLoader loader) throws Exception {
        Instrumentation instrumentation = launch.instrumentation;
        Config config = Config.load(Sources.ofProcess(launch.arguments));
        String command = config.systemProperty("sun.java.command");
        boolean offline = config.text(AgentSettings.WEAVE).equals("offline");
        if (instrumentation == null || (isOwnOrJdkTool(command, launch.jarPath) && !offline)) {
            return;
        }
        if (!config.bool(TelemetrySettings.JAVAAGENT_ENABLED) || !config.bool(AgentSettings.ENABLED)) {
            return;
        }
        boolean quiet = config.text(AgentSettings.LOG).equals("quiet");
        StderrConsole console = new StderrConsole(System.err, quiet);
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
        new Agent(launch, instrumentation, loader, config, console).start();
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
