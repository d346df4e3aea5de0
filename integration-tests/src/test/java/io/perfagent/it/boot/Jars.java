package io.perfagent.it.boot;

import io.perfagent.it.Jdk;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.h2.Driver;

/** Makes small jars: from sources, and from the classes of the tests. */
public final class Jars {
    private Jars() {}

    /**
     * Compiles sources for Java 17 into {@code jar}.
     *
     * @param sources by class name
     * @param manifest its main attributes
     */
    public static Path compile(
            Path jar, Map<String, String> sources, Map<String, String> manifest, String... classPath) {
        try {
            Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            List<JavaFileObject> units = new ArrayList<>();
            sources.forEach((name, text) -> units.add(source(name, text)));
            List<String> options = new ArrayList<>(
                    List.of("--release", "17", "-proc:none", "-nowarn", "-Xlint:none", "-d", classes.toString()));
            options.addAll(List.of("-cp", String.join(":", classPath)));
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
                if (!compiler.getTask(null, files, null, options, null, units).call()) {
                    throw new AssertionError("does not compile: " + sources.keySet());
                }
            }
            return pack(jar, classes, "", manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compiles one source file with a JDK's own compiler, for that JDK, into {@code jar}: against libraries that are newer than
     * the JDK of the tests, and with annotation processors.
     *
     * @param name of the class that the file is named after
     * @param processors jars with annotation processors and what they need; may be empty
     */
    public static Path compile(
            Jdk jdk, Path jar, String name, String source, List<Path> processors, List<Path> libraries)
            throws IOException, InterruptedException {
        Path directory = jar.toAbsolutePath().getParent();
        Path classes = Files.createTempDirectory(directory, "classes");
        Path file = Files.createTempDirectory(directory, "source")
                .resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
        Files.writeString(file, source);
        List<String> command = new ArrayList<>(List.of(
                jdk.tool("javac").toString(),
                "-parameters",
                "-nowarn",
                "-d",
                classes.toString(),
                "-cp",
                join(libraries)));
        command.addAll(processors.isEmpty() ? List.of("-proc:none") : List.of("-processorpath", join(processors)));
        command.add(file.toString());
        run(command);
        // Micronaut finds its beans by listing folders, for which a jar needs entries of their own.
        run(List.of(jdk.tool("jar").toString(), "--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        return jar;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tool.waitFor() != 0) {
            throw new AssertionError(command + "\n" + said);
        }
    }

    private static String join(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Packs what lies below {@code classes/folder}. */
    public static Path pack(Path jar, Path classes, String folder, Map<String, String> manifest) throws IOException {
        Manifest head = new Manifest();
        head.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((key, value) -> head.getMainAttributes().putValue(key, value));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, head);
                Stream<Path> tree = Files.walk(classes.resolve(folder))) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
                zip.closeEntry();
            }
        }
        return jar;
    }

    /** Where a class of the tests or of a library of theirs comes from: a jar or a directory. */
    public static Path origin(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /**
     * The class path of {@link CommandApp} and its like: the classes of the tests, and H2. On a first start perf-agent weaves
     * all that it finds on the class path, which for that of the tests is every library there is.
     */
    public static String ofCommandApp() {
        return origin(CommandApp.class) + ":" + origin(Driver.class);
    }

    private static JavaFileObject source(String name, String text) {
        URI uri = URI.create("string:///" + name.replace('.', '/') + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
