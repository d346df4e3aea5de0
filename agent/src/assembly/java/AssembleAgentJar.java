import io.perfagent.bootstrap.Blob;
import io.perfagent.weave.ClassOutline;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Site;
import io.perfagent.weave.SiteTable;
import io.perfagent.weave.Sites;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the agent jar out of the shaded one: manifest, premain class and seam as plain entries, all else in one blob.
 *
 * <p>Run by the build as a single source file, with the shaded jar on the class path: {@code SHADED VERSION OUTPUT}. The
 * same input gives the same bytes.
 */
final class AssembleAgentJar {
    private static final String SEAM = "io/perfagent/bootstrap/";
    private static final byte JAVA_8 = 52;
    private static final long TIMESTAMP = 1767225600000L;

    private final TreeMap<String, byte[]> classes = new TreeMap<>();
    private final TreeMap<String, byte[]> nativeLibraries = new TreeMap<>();
    private final TreeMap<String, byte[]> notices = new TreeMap<>();
    private final List<Instrumentation> instrumentations = new ArrayList<>();
    private final Set<String> declarations = new HashSet<>();

    public static void main(String[] args) throws Exception {
        new AssembleAgentJar().run(Path.of(args[0]), args[1], Path.of(args[2]));
    }

    private void run(Path shaded, String version, Path output) throws Exception {
        read(shaded);
        findInstrumentations();
        Sites sites = new Sites();
        instrumentations.forEach(sites::add);
        byte[] blob = blob(sites.encode());
        Files.createDirectories(output.toAbsolutePath().getParent());
        Files.deleteIfExists(output);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(output))) {
            stored(zip, "META-INF/MANIFEST.MF", manifest(version));
            for (Map.Entry<String, byte[]> one : bootstrapInOrder().entrySet()) {
                stored(zip, one.getKey(), one.getValue());
            }
            stored(zip, "perf-agent.blob", blob);
            for (Map.Entry<String, byte[]> notice : notices.entrySet()) {
                deflated(zip, notice.getKey(), notice.getValue());
            }
        }
    }

    private void read(Path shaded) throws IOException {
        try (ZipFile zip = new ZipFile(shaded.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                add(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
    }

    /** See {@code Premain}: a JVM that is too old for the agent must be able to load it. */
    private static void makeReadableByJava8(byte[] classFile) {
        for (String reference : new ClassOutline(classFile).references()) {
            if (reference.startsWith("#.")) {
                throw new IllegalStateException("the premain class must do without invokedynamic: " + reference);
            }
        }
        classFile[6] = 0;
        classFile[7] = JAVA_8;
    }

    private void add(String name, byte[] bytes) {
        if (name.equals(SEAM + "Premain.class")) {
            makeReadableByJava8(bytes);
        }
        if (name.endsWith(".class")) {
            String simple = name.substring(name.lastIndexOf('/') + 1);
            if (!name.startsWith("META-INF/") && !simple.equals("package-info.class") && !simple.equals("module-info.class")) {
                classes.put(name, bytes);
            }
        } else if (name.endsWith(".so")) {
            nativeLibraries.put(name, bytes);
        } else if (name.startsWith("META-INF/LICENSE") || name.startsWith("META-INF/NOTICE")) {
            notices.put(name, bytes);
        }
    }

    private void findInstrumentations() throws Exception {
        for (Map.Entry<String, byte[]> one : classes.entrySet()) {
            if (!one.getKey().startsWith("io/perfagent/instrument/")) {
                continue;
            }
            for (String implemented : new ClassOutline(one.getValue()).interfaces) {
                if (implemented.equals("io/perfagent/weave/Instrumentation")) {
                    String name = one.getKey().substring(0, one.getKey().length() - 6).replace('/', '.');
                    instrumentations.add((Instrumentation)
                            Class.forName(name).getDeclaredConstructor().newInstance());
                    declarations.add(one.getKey());
                }
            }
        }
    }

    /** Super classes and interfaces before what extends them, because they are defined one by one. */
    private Map<String, byte[]> bootstrapInOrder() {
        Map<String, byte[]> ordered = new LinkedHashMap<>();
        for (String name : classes.keySet()) {
            if (name.startsWith(SEAM)) {
                place(name, ordered);
            }
        }
        return ordered;
    }

    private void place(String name, Map<String, byte[]> ordered) {
        byte[] bytes = classes.get(name);
        if (bytes == null || !name.startsWith(SEAM) || ordered.containsKey(name)) {
            return;
        }
        ClassOutline outline = new ClassOutline(bytes);
        place(outline.superName + ".class", ordered);
        for (String implemented : outline.interfaces) {
            place(implemented + ".class", ordered);
        }
        ordered.put(name, bytes);
    }

    /** Packages of hooks in which a class uses a library: they are loaded beside that library. */
    private Set<String> libraryPackages() {
        Set<String> packages = new HashSet<>();
        for (Map.Entry<String, byte[]> one : classes.entrySet()) {
            if (!one.getKey().startsWith("io/perfagent/instrument/") || declarations.contains(one.getKey())) {
                continue;
            }
            for (String used : new ClassOutline(one.getValue()).classes()) {
                String name = used.startsWith("[") ? used.substring(used.lastIndexOf('[') + 1).replaceFirst("^L", "") : used;
                boolean ours = name.startsWith("io/perfagent/");
                boolean jdk = name.startsWith("java/")
                        || name.startsWith("javax/sql/")
                        || name.startsWith("com/sun/net/httpserver/")
                        || name.length() == 1;
                if (!ours && !jdk) {
                    packages.add(one.getKey().substring(0, one.getKey().lastIndexOf('/') + 1));
                }
            }
        }
        return packages;
    }

    /** A hook that is loaded beside a library must be declared so, or it is looked for elsewhere and never found. */
    private static void check(Site[] sites, Set<String> libraries) {
        for (Site site : sites) {
            String room = site.hook.substring(0, site.hook.lastIndexOf('.') + 1).replace('.', '/');
            if (!site.hook.isEmpty() && site.library != libraries.contains(room)) {
                throw new IllegalStateException(site + ": " + site.hook
                        + (site.library ? " uses no library: declare a site" : " is in a room that uses a library: declare a librarySite"));
            }
        }
    }

    private byte[] blob(byte[] sites) throws IOException {
        Set<String> libraries = libraryPackages();
        check(new SiteTable(sites).sites, libraries);
        List<TreeMap<String, byte[]>> sections = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (Map.Entry<String, byte[]> one : classes.entrySet()) {
            String path = one.getKey();
            if (path.startsWith(SEAM) || declarations.contains(path)) {
                continue;
            }
            int section = Blob.CORE;
            if (path.startsWith("io/perfagent/weave/engine/")
                    || path.startsWith("io/perfagent/deps/bytebuddy/")
                    || path.startsWith("io/perfagent/deps/asm/")) {
                section = Blob.WEAVE;
            } else if (path.startsWith("io/perfagent/profile/async/")
                    || path.startsWith("io/perfagent/deps/asyncprofiler/")
                    || path.startsWith("io/perfagent/deps/jfr/")) {
                section = Blob.PROFILE;
            } else if (libraries.contains(path.substring(0, path.lastIndexOf('/') + 1))) {
                section = Blob.LIBRARY;
            }
            sections.get(section).put(path.substring(0, path.length() - 6).replace('/', '.'), one.getValue());
        }
        sections.get(Blob.CORE).put("sites", sites);
        sections.get(Blob.PROFILE).putAll(nativeLibraries);
        CRC32 all = new CRC32();
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(index);
        for (TreeMap<String, byte[]> section : sections) {
            out.writeInt(section.size());
        }
        long build = 0;
        for (int s = 0; s < sections.size(); s++) {
            TreeMap<Long, String> byHash = new TreeMap<>();
            for (String name : sections.get(s).keySet()) {
                if (byHash.put(Blob.hash(name), name) != null) {
                    throw new IllegalStateException("two names with one hash: " + name);
                }
            }
            for (Map.Entry<Long, String> one : byHash.entrySet()) {
                byte[] bytes = sections.get(s).get(one.getValue());
                byte[] stored = s == Blob.WEAVE || s == Blob.PROFILE ? smaller(bytes) : bytes;
                CRC32 crc = new CRC32();
                crc.update(bytes);
                all.update(bytes);
                build = build * 0x100000001b3L ^ one.getKey() ^ crc.getValue() << 16;
                out.writeLong(one.getKey());
                out.writeInt(data.size());
                out.writeInt(stored.length);
                out.writeInt(bytes.length);
                out.writeInt((int) crc.getValue());
                data.write(stored);
            }
        }
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(blob);
        head.writeInt(Blob.MAGIC);
        head.writeLong(build ^ all.getValue());
        head.writeInt(sections.size());
        index.writeTo(head);
        data.writeTo(head);
        return blob.toByteArray();
    }

    private static byte[] smaller(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] buffer = new byte[bytes.length];
        int size = deflater.deflate(buffer);
        boolean done = deflater.finished() && size < bytes.length;
        deflater.end();
        return done ? Arrays.copyOf(buffer, size) : bytes;
    }

    private static byte[] manifest(String version) {
        return ("Manifest-Version: 1.0\r\n"
                        + "Premain-Class: io.perfagent.bootstrap.Premain\r\n"
                        + "Agent-Class: io.perfagent.bootstrap.Premain\r\n"
                        + "Main-Class: io.perfagent.bootstrap.Premain\r\n"
                        + "Can-Retransform-Classes: true\r\n"
                        + "Can-Redefine-Classes: true\r\n"
                        + "Implementation-Title: perf-agent\r\n"
                        + "Implementation-Version: " + version + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void stored(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(TIMESTAMP);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static void deflated(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(TIMESTAMP);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
