package io.perfagent.start.watch;

import io.perfagent.coldstart.sample.LoadedGroups;
import io.perfagent.start.host.Host;
import io.perfagent.weave.ClassPathFiles;
import java.io.File;
import java.io.IOException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the loaded classes are from, and which jars of the class path none is from. For after the start: it looks at all
 * classes, and into the application's jar.
 *
 * @param unusedJars names of files; null where the class path cannot be told
 * @param jars how many the class path has, those within a jar too; -1 where it cannot be told
 */
record LoadedPlaces(
        List<LoadedGroups.Place> places, @Nullable List<String> unusedJars, int jars) {
    private static final String JDK = "JDK";
    private static final String NONE = "none";
    private static final int MAX_JARS = 5_000;

    static LoadedPlaces of(Host host) {
        Map<ProtectionDomain, String> known = new IdentityHashMap<>();
        List<LoadedGroups.Place> places = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (Class<?> type : host.instrumentation.getAllLoadedClasses()) {
            ClassLoader loader = type.getClassLoader();
            if (type.isArray() || type.isHidden() || loader instanceof io.perfagent.bootstrap.BlobLoader) {
                continue;
            }
            String jar = jar(type, known);
            used.add(jar);
            places.add(new LoadedGroups.Place(
                    type.getName(), loader == null ? "boot" : loader.getClass().getName(), jar));
        }
        List<String> all = classPath(String.valueOf(host.config.systemProperty("java.class.path")));
        if (all == null) {
            return new LoadedPlaces(places, null, -1);
        }
        String own = new File(host.launch.jarPath).getName();
        List<String> unused = new ArrayList<>();
        for (String jar : all) {
            if (!used.contains(jar) && !jar.equals(own)) {
                unused.add(jar);
            }
        }
        return new LoadedPlaces(places, unused, all.size());
    }

    private static String jar(Class<?> type, Map<ProtectionDomain, String> known) {
        try {
            ProtectionDomain domain = type.getProtectionDomain();
            CodeSource source = domain == null ? null : domain.getCodeSource();
            if (domain == null || source == null || source.getLocation() == null) {
                return type.getModule().isNamed() || type.getClassLoader() == null ? JDK : NONE;
            }
            String name = known.get(domain);
            if (name == null) {
                name = name(String.valueOf(source.getLocation()));
                known.put(domain, name);
            }
            return name;
        } catch (RuntimeException | LinkageError e) {
            return NONE;
        }
    }

    /** The innermost jar of an address such as {@code jar:nested:/app.jar/!BOOT-INF/lib/x.jar!/}; else its last directory. */
    static String name(String location) {
        if (location.startsWith("jrt:")) {
            return JDK;
        }
        int end = location.length();
        while (end > 0 && (location.charAt(end - 1) == '/' || location.charAt(end - 1) == '!')) {
            end--;
        }
        int slash = Math.max(location.lastIndexOf('/', end - 1), location.lastIndexOf('!', end - 1));
        return location.substring(slash + 1, end);
    }

    /** The names of the class path's jars and of those within them; null where there are directories or too many. */
    private static @Nullable List<String> classPath(String classPath) {
        List<File> files = ClassPathFiles.files(classPath);
        if (files == null) {
            return null;
        }
        List<String> names = new ArrayList<>();
        for (File file : files) {
            names.add(file.getName());
            if (names.size() > MAX_JARS || !nested(file, names)) {
                return null;
            }
        }
        return names;
    }

    private static boolean nested(File file, List<String> names) {
        if (!file.isFile()) {
            return true; // named, and not there
        }
        try (ZipFile zip = new ZipFile(file)) {
            for (Enumeration<? extends ZipEntry> each = zip.entries(); each.hasMoreElements(); ) {
                String name = each.nextElement().getName();
                boolean library = name.startsWith("BOOT-INF/lib/") || name.startsWith("WEB-INF/lib/");
                if (library && name.endsWith(".jar") && names.size() <= MAX_JARS) {
                    names.add(name.substring(name.lastIndexOf('/') + 1));
                }
            }
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
