package io.perfagent.start;

import io.perfagent.coldstart.StartFacts;
import io.perfagent.coldstart.archive.ArchivePlaces;
import io.perfagent.config.Config;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** How this process runs: the JVM's options, its limits, the jar it was started from. Loads JMX: not for the start. */
final class ProcessFacts {
    private static final String SPRING_BOOT_LOADER = "org.springframework.boot.loader.";

    private static final String CLASS_DATA = "-XX:SharedArchiveFile=";
    private static final String AOT_CACHE = "-XX:AOTCache=";

    private ProcessFacts() {}

    static StartFacts of(Agent agent) {
        Runtime runtime = Runtime.getRuntime();
        return new StartFacts(
                runtime.availableProcessors(),
                runtime.maxMemory(),
                hasArchive(agent.config, jvmOptions()),
                isNestedJar(agent.config.systemProperty("java.class.path")));
    }

    /** The options for the JVM itself, {@code -X...}; never system properties, which may hold secrets. */
    static List<String> jvmOptions() {
        List<String> options = new ArrayList<>();
        for (String one : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (one.startsWith("-X")) {
                options.add(one);
            }
        }
        return options;
    }

    static boolean hasArchive(Config config, List<String> jvmOptions) {
        boolean has = config.systemProperty(ArchivePlaces.PROPERTY) != null;
        for (String one : jvmOptions) {
            has |= one.startsWith(CLASS_DATA) || one.startsWith(AOT_CACHE);
        }
        return has;
    }

    /** Whether an option names an archive, or comes with one of ours. */
    static boolean isOfArchive(String option) {
        return option.startsWith(CLASS_DATA)
                || option.startsWith(AOT_CACHE)
                || option.equals("-XX:+IgnoreUnrecognizedVMOptions");
    }

    /** Whether the application was started from one jar whose main class is Spring Boot's loader. */
    static boolean isNestedJar(@Nullable String classPath) {
        if (classPath == null
                || !classPath.endsWith(".jar")
                || classPath.indexOf(java.io.File.pathSeparatorChar) >= 0) {
            return false;
        }
        try (JarFile jar = new JarFile(classPath)) {
            Manifest manifest = jar.getManifest();
            String main = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            return main != null && main.startsWith(SPRING_BOOT_LOADER);
        } catch (IOException e) {
            return false;
        }
    }
}
