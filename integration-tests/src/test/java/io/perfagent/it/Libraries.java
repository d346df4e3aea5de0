package io.perfagent.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Class paths with other versions of a library than the tests are compiled with. The build copies the jars of each to
 * {@code target/libraries/<name>} (execution {@code libraries} of {@code maven-dependency-plugin} in {@code pom.xml}).
 */
public final class Libraries {
    private static final Path DIRECTORY = Path.of("target", "libraries").toAbsolutePath();

    /**
     * Of the class path of the tests what no server needs: clients, and what the tests themselves are made of. On a first start
     * perf-agent weaves all that it finds on the class path, loaded or not.
     */
    private static final List<String> NO_SERVERS = List.of(
            "okhttp",
            "okio",
            "kotlin",
            "httpclient",
            "httpcore",
            "jedis",
            "lettuce",
            "postgresql",
            "grpc",
            "protobuf",
            "embedded-",
            "jboss-modules",
            "org.apache.felix",
            "junit",
            "assertj",
            "byte-buddy");

    private Libraries() {}

    /**
     * The jars of {@code target/libraries/<name>}, then the class path of the tests without the other versions of the
     * same artifacts and without jars whose file name begins with one of {@code without}.
     *
     * @throws IllegalStateException if the build has copied nothing for {@code name}
     */
    public static String classPath(String name, String... without) {
        return classPath(jars(name), List.of(without));
    }

    /** The same for a server, without the clients that it could be called by. */
    public static String server(String name, String... without) {
        return classPath(jars(name), withoutClients(without));
    }

    /** The class path of the tests for a server, in the versions that the tests are compiled with. */
    public static String serverOfTests(String... without) {
        return classPath(List.of(), withoutClients(without));
    }

    private static List<String> withoutClients(String... others) {
        List<String> without = new ArrayList<>(NO_SERVERS);
        without.addAll(List.of(others));
        return without;
    }

    private static String classPath(List<Path> jars, List<String> without) {
        Set<String> replaced = new HashSet<>();
        List<String> path = new ArrayList<>();
        for (Path jar : jars) {
            path.add(jar.toString());
            replaced.add(artifact(jar.getFileName().toString()));
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String file = Path.of(entry).getFileName().toString();
            if (!replaced.contains(artifact(file)) && without.stream().noneMatch(file::startsWith)) {
                path.add(entry);
            }
        }
        return String.join(File.pathSeparator, path);
    }

    /** The jars of {@code target/libraries/<name>}, by name. */
    public static List<Path> jars(String name) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(DIRECTORY.resolve(name), "*.jar")) {
            stream.forEach(jars::add);
        } catch (IOException e) {
            throw new UncheckedIOException("the build has not copied libraries to " + DIRECTORY.resolve(name), e);
        }
        if (jars.isEmpty()) {
            throw new IllegalStateException("no jar in " + DIRECTORY.resolve(name));
        }
        jars.sort(null);
        return jars;
    }

    /** {@code tomcat-embed-core} of {@code tomcat-embed-core-9.0.121.jar}. */
    private static String artifact(String file) {
        for (int i = file.indexOf('-'); i > 0; i = file.indexOf('-', i + 1)) {
            if (i + 1 < file.length() && Character.isDigit(file.charAt(i + 1))) {
                return file.substring(0, i);
            }
        }
        return file;
    }
}
