package io.perfagent.start;

import io.perfagent.bootstrap.Launch;
import io.perfagent.coldstart.archive.ChildJvm;
import io.perfagent.config.Config;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * {@code weave}: fills the weave cache at image build, without running the application.
 *
 * <p>A child JVM of the same JDK runs with the agent, loads the classes that the table names from the given jars without
 * initialising them, and weaves them as a start would; so the entries are found by a start. Jars nested in Spring Boot's
 * or a war's layout are looked into.
 */
public final class OfflineWeaving {
    public static final String CHILD = "weave-in-this-jvm";
    public static final String DONE = "woven:";
    private static final String[] NESTED = {"BOOT-INF/lib/", "WEB-INF/lib/"};
    private static final String[] CLASS_FOLDERS = {"BOOT-INF/classes/", "WEB-INF/classes/"};

    private final Launch launch;
    private final Config config;
    private final PrintStream err;

    public OfflineWeaving(Launch launch, Config config, PrintStream err) {
        this.launch = launch;
        this.config = config;
        this.err = err;
    }

    /** In the JVM of the command line: starts the child and waits for it. */
    public int parent(String[] args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(config.systemProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.add("-javaagent:" + launch.jarPath + "=PERF_AGENT_WEAVE=offline");
        command.add("-cp");
        command.add(launch.jarPath);
        command.add("io.perfagent.bootstrap.Premain");
        command.add(CHILD);
        for (int i = 1; i < args.length; i++) {
            File file = new File(args[i]);
            if (!file.canRead()) {
                err.println("perf-agent: " + args[i] + " cannot be read");
                return 1;
            }
            command.add(file.getAbsolutePath());
        }
        ProcessBuilder child = new ProcessBuilder(command).inheritIO();
        for (String options : ChildJvm.OPTIONS_OF_ENVIRONMENT) {
            child.environment().remove(options); // an agent that they name would come before this one
        }
        return child.start().waitFor();
    }

    public static String request(String[] args) {
        StringBuilder request = new StringBuilder("weave");
        for (int i = 1; i < args.length; i++) {
            request.append('\n').append(args[i]);
        }
        return request.toString();
    }

    /** In the child, inside the agent. */
    static String weave(Agent agent, String[] paths) throws IOException {
        Path temporary = Files.createTempDirectory("perf-agent-weave");
        try {
            List<URL> urls = new ArrayList<>();
            for (String path : paths) {
                collect(new File(path), temporary, urls);
            }
            try (URLClassLoader loader =
                    new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
                for (String name : agent.weaving.table().classNames()) {
                    load(name, loader);
                }
                int woven = 0;
                int pass;
                do {
                    pass = agent.works.pass();
                    woven += pass;
                } while (pass > 0);
                agent.works.ahead();
                agent.storeCache();
                return agent.cacheObjection != null
                        ? "not written: " + agent.cacheObjection
                        : DONE + " " + woven + " classes into " + agent.cachePath();
            }
        } finally {
            delete(temporary.toFile());
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return; // not among the given jars, or not loadable without what they need
        }
    }

    private static void collect(File file, Path temporary, List<URL> urls) throws IOException {
        urls.add(url(file));
        if (file.isDirectory()) {
            File[] files = file.listFiles();
            if (files != null) {
                for (File one : files) {
                    if (one.getName().endsWith(".jar")) {
                        collect(one, temporary, urls);
                    }
                }
            }
            return;
        }
        try (ZipFile zip = new ZipFile(file)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                for (String nested : NESTED) {
                    if (name.startsWith(nested) && name.endsWith(".jar")) {
                        urls.add(url(copy(zip, entry, temporary, name.substring(nested.length()))));
                    }
                }
                for (String classes : CLASS_FOLDERS) {
                    if (name.startsWith(classes) && name.endsWith(".class")) {
                        copy(zip, entry, temporary.resolve("classes"), name.substring(classes.length()));
                    }
                }
            }
        }
        if (Files.isDirectory(temporary.resolve("classes"))) {
            urls.add(url(temporary.resolve("classes").toFile()));
        }
    }

    private static File copy(ZipFile zip, ZipEntry entry, Path folder, String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("an entry of " + zip.getName() + " points outside of it");
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return target.toFile();
    }

    private static URL url(File file) throws MalformedURLException {
        return file.toURI().toURL();
    }

    private static void delete(File file) {
        File[] files = file.listFiles();
        if (files != null) {
            for (File one : files) {
                delete(one);
            }
        }
        file.delete();
    }
}
