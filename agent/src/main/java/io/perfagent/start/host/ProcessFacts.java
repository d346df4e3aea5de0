package io.perfagent.start.host;

import io.perfagent.coldstart.StartFacts;
import io.perfagent.coldstart.archive.ArchivePlaces;
import io.perfagent.coldstart.archive.ArchiveRecord;
import io.perfagent.coldstart.archive.TrainingAnswer;
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
public final class ProcessFacts {
    private static final String SPRING_BOOT_LOADER = "org.springframework.boot.loader.";

    private static final String CLASS_DATA = "-XX:SharedArchiveFile=";
    private static final String AOT_CACHE = "-XX:AOTCache=";

    private ProcessFacts() {}

    public static StartFacts of(Host host) {
        Runtime runtime = Runtime.getRuntime();
        return new StartFacts(
                runtime.availableProcessors(),
                runtime.maxMemory(),
                hasArchive(host.config, jvmOptions()),
                isNestedJar(host.config.systemProperty("java.class.path")));
    }

    /** The options for the JVM itself, {@code -X...}; never system properties, which may hold secrets. */
    public static List<String> jvmOptions() {
        List<String> options = new ArrayList<>();
        for (String one : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (one.startsWith("-X")) {
                options.add(one);
            }
        }
        return options;
    }

    /** What this process has loaded, and how it was started, as far as an archive depends on it. */
    public static String loaded(Host host) {
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        return TrainingAnswer.encode(
                Host.jdkBuild(host.config),
                host.build,
                options.toArray(new String[0]),
                String.valueOf(host.config.systemProperty("java.class.path")),
                ArchiveRecord.program(host.config.systemProperty("sun.java.command")),
                String.valueOf(host.config.systemProperty("jdk.module.main")),
                host.instrumentation.getAllLoadedClasses(),
                ClassLoader.getSystemClassLoader());
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
