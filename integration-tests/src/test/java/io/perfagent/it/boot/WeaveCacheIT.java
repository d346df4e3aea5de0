package io.perfagent.it.boot;

import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What was woven once is found again, and nothing else is. */
@OnEachJdk
class WeaveCacheIT {
    private static final String STATEMENT = "org/h2/jdbc/JdbcStatement";
    private static final Pattern COUNTS =
            Pattern.compile("weave cache: (\\d+) hits, (\\d+) misses, (\\d+) refused(.*)");

    private static final Map<Jdk, Filled> FILLED = new HashMap<>();

    private final Jdk jdk;

    /** Not in the shared temporary directory, where nothing would be trusted. */
    @TempDir(factory = InTarget.class, cleanup = CleanupMode.ALWAYS)
    Path directory;

    WeaveCacheIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private record Filled(String name, byte[] bytes) {}

    private record Counts(int hits, int misses, int refused, String reason, String status) {}

    @Test
    void theSecondStartFindsEveryClass() throws IOException {
        fill();

        Counts second = start();
        assertFound(second);
        assertThat(second.hits()).describedAs(second.status()).isGreaterThan(5);
        assertThat(second.refused()).isZero();
    }

    /** Classes that the application and the agent load at the same moment must not make them wait for each other. */
    @Test
    void noStartWaitsForTheAgent() throws IOException {
        fill();
        for (int i = 0; i < 15; i++) {
            try (AppProcess app = launch().start()) {
                assertThat(Ask.port(app)).isPositive();
                app.kill();
            }
        }
    }

    @Test
    void whatWasWovenOfflineIsFoundByTheFirstStart() throws IOException {
        ToolRun weave = ToolRun.agentCommand(
                jdk,
                Map.of(
                        "PERF_AGENT_DATA_DIR",
                        directory.toString(),
                        "JAVA_TOOL_OPTIONS", // as an image has it whose layers begin with what its JVMs run with
                        "-javaagent:" + AgentJar.perfAgentPath()),
                "weave",
                Jars.origin(Driver.class).toString());
        assertThat(weave.exit()).describedAs(weave.output()).isZero();
        Path file = CacheFile.in(directory);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwxr-xr-x");

        Counts first = start();
        assertFound(first);
        assertThat(first.hits()).isGreaterThan(5);
    }

    @Test
    void anEntrySwappedForAnotherClassIsRefused() throws IOException {
        fill();
        Path file = CacheFile.in(directory);
        CacheFile cache = new CacheFile(file);
        int statement = cache.indexOf(STATEMENT);
        int other = cache.indexOf("org/h2/jdbc/JdbcConnection");
        cache.entries.set(
                statement,
                cache.entries.get(statement).with(cache.entries.get(other).bytes()));
        cache.write(file);

        assertRefusedAndWoven();
    }

    @Test
    void anEntryThatCallsMoreThanTheSeamIsRefused() throws IOException {
        fill();
        Path file = CacheFile.in(directory);
        CacheFile cache = new CacheFile(file);
        int statement = cache.indexOf(STATEMENT);
        byte[] more = withCallAdded(cache.entries.get(statement).bytes());
        cache.entries.set(statement, cache.entries.get(statement).with(more));
        cache.write(file);

        assertRefusedAndWoven();
    }

    @Test
    void aTruncatedFileIsUsedAsFarAsItGoesAndWrittenAnew() throws IOException {
        fill();
        Path file = CacheFile.in(directory);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        Counts second = start();
        assertThat(second.misses()).describedAs(second.status()).isPositive();
        Counts next = start();
        // A class that not each start loads may have been in the part that was lost.
        for (int i = 0; i < 3 && next.misses() > 0; i++) {
            next = start();
        }
        // Of java.lang.Thread, which is loaded before us, the JVM hands out other bytes once it was looked for in vain:
        // it is woven
        // late in each start from then on, until the file is made anew.
        assertThat(next.misses()).describedAs(next.status()).isLessThanOrEqualTo(1);
    }

    @Test
    void aWrongChecksumIsAMissAndIsRepaired() throws IOException {
        fill();
        Path file = CacheFile.in(directory);
        CacheFile cache = new CacheFile(file);
        byte[] bytes = Files.readAllBytes(file);
        int at = 16;
        for (int i = 0; i < cache.indexOf(STATEMENT); i++) {
            at += 24 + cache.entries.get(i).bytes().length;
        }
        bytes[at + 24 + 200] ^= 1;
        Files.write(file, bytes);

        Counts second = start();
        assertThat(second.misses()).describedAs(second.status()).isPositive();
        assertFound(start());
        new CacheFile(file); // checks every sum
    }

    @Test
    void aFileOthersMayWriteIsNotUsed() throws IOException {
        fill();
        Files.setPosixFilePermissions(CacheFile.in(directory), PosixFilePermissions.fromString("rw-rw-r--"));

        assertNotUsed("is writable by others");
    }

    @Test
    void aDirectoryOthersMayWriteIsNotUsed() throws IOException {
        fill();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertNotUsed("is writable by others");
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        fill();
        Path file = CacheFile.in(directory);
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);

        assertNotUsed("is a symbolic link");
    }

    @Test
    void aFileOfAnotherUserIsNotUsed() throws IOException {
        fill();
        try {
            Files.setAttribute(CacheFile.in(directory), "unix:uid", 12345);
        } catch (FileSystemException e) {
            throw new TestAbortedException("only root may give files away", e);
        }

        assertNotUsed("belongs to another user");
    }

    @Test
    void aSuperTypeThatChangedIsAMiss() throws IOException {
        Path base = directory.resolve("base.jar");
        Path driver = directory.resolve("driver.jar");
        compileBase(base, "");
        Jars.compile(
                driver,
                Map.of(
                        "org.mariadb.jdbc.Statement",
                        "package org.mariadb.jdbc; public class Statement extends base.Base {"
                                + " public void close() { System.gc(); } }"),
                Map.of(),
                base.toString());
        Path application = Jars.pack(
                directory.resolve("app.jar"), Jars.origin(CommandApp.class), "io/perfagent/it/boot", Map.of());
        String classPath = application + ":" + base + ":" + driver; // jars only, whose state is kept with the cache
        for (int i = 0; i < 2; i++) {
            Counts same = loadDriver(classPath);
            assertThat(same.status()).contains("Statement");
            if (i == 1) {
                assertThat(same.misses()).describedAs(same.status()).isZero();
            }
        }

        compileBase(base, " public int added() { return 1; }");
        Counts changed = loadDriver(classPath);
        assertThat(changed.misses()).describedAs(changed.status()).isPositive();
    }

    @Test
    void twoThatStartTogetherLeaveAReadableCache() throws IOException {
        try (AppProcess one = launch().start();
                AppProcess two = launch().start()) {
            for (AppProcess app : new AppProcess[] {one, two}) {
                app.awaitWeaving();
                assertThat(Ask.ask(app, "query")).isEqualTo("1");
                awaitAllWoven(app);
            }
            assertThat(Ask.exit(one)).isZero();
            assertThat(Ask.exit(two)).isZero();
        }

        assertThat(new CacheFile(CacheFile.in(directory)).entries).hasSizeGreaterThan(5);
        assertFound(start());
    }

    private static void compileBase(Path jar, String more) throws IOException {
        Path next = jar.resolveSibling("next.jar");
        Jars.compile(next, Map.of("base.Base", "package base; public class Base {" + more + "}"), Map.of());
        Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private Counts loadDriver(String classPath) {
        try (AppProcess app = launch().classPath(classPath).start()) {
            assertThat(Ask.ask(app, "load", "org.mariadb.jdbc.Statement")).isEqualTo("org.mariadb.jdbc.Statement");
            Counts counts = counts(Ask.status(app, " Statement"));
            assertThat(Ask.exit(app)).isZero();
            return counts;
        }
    }

    /** What a first start leaves that weaves and stores all a query loads; made once per JDK. */
    private void fill() throws IOException {
        Filled filled = FILLED.get(jdk);
        if (filled == null) {
            try (AppProcess app = launch().start()) {
                app.awaitWeaving();
                assertThat(Ask.ask(app, "query")).isEqualTo("1");
                awaitAllWoven(app);
                assertThat(Ask.exit(app)).isZero();
            }
            Path file = CacheFile.in(directory);
            FILLED.put(jdk, new Filled(file.getFileName().toString(), Files.readAllBytes(file)));
        } else {
            Path weave = Files.createDirectory(directory.resolve("weave"), owners("rwx------"));
            Path file = Files.createFile(weave.resolve(filled.name()), owners("rw-------"));
            Files.write(file, filled.bytes());
        }
    }

    private static FileAttribute<?> owners(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    /** All that a query loads: what is still waiting when the application ends is not stored. */
    private static String awaitAllWoven(AppProcess app) {
        for (String name :
                new String[] {"ThreadPoolExecutor", "DriverManager", "JdbcConnection", "JdbcPreparedStatement"}) {
            Ask.status(app, name);
        }
        return Ask.status(app, "JdbcStatement");
    }

    /** A start that makes a query and sees its span; the cache's counts when all is woven. */
    private Counts start() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch().exportTo(sink)
                        .env("OTEL_TRACES_EXPORTER", "otlp")
                        .allowAgentLine(".*")
                        .start()) {
            Ask.status(app, ", recording");
            Ask.ask(app, "query");
            String status = awaitAllWoven(app);
            Ask.queryUntilSeen(app, sink);
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).hasSizeLessThanOrEqualTo(1);
            return counts(status);
        }
    }

    private static void assertFound(Counts counts) {
        assertThat(counts.misses()).describedAs(counts.status()).isZero();
    }

    private void assertRefusedAndWoven() {
        Counts second = start();
        assertThat(second.refused()).describedAs(second.status()).isEqualTo(1);
        assertThat(second.misses()).isPositive();
        assertThat(second.hits()).isPositive();
        Counts third = start();
        assertThat(third.refused())
                .describedAs("written anew: %s", third.status())
                .isZero();
        assertFound(third);
    }

    private void assertNotUsed(String reason) {
        Counts second = start();
        assertThat(second.misses()).describedAs(second.status()).isGreaterThan(5);
        assertThat(second.reason()).contains(reason);
    }

    private AppLaunch launch() {
        return AppProcess.launch(CommandApp.class)
                .jdk(jdk)
                .classPath(Jars.origin(CommandApp.class) + ":" + Jars.origin(Driver.class))
                .jvm("-Xmx128m")
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none");
    }

    private static Counts counts(String status) {
        Matcher matcher = COUNTS.matcher(status);
        assertThat(matcher.find()).describedAs(status).isTrue();
        return new Counts(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                matcher.group(4),
                status);
    }

    /** The class with {@code Runtime.getRuntime().gc()} at the beginning of {@code close}. */
    private static byte[] withCallAdded(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        int[] added = new int[1];
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor out = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return !name.equals("close")
                                ? out
                                : new MethodVisitor(Opcodes.ASM9, out) {
                                    @Override
                                    public void visitCode() {
                                        super.visitCode();
                                        visitMethodInsn(
                                                Opcodes.INVOKESTATIC,
                                                "java/lang/Runtime",
                                                "getRuntime",
                                                "()Ljava/lang/Runtime;",
                                                false);
                                        visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Runtime", "gc", "()V", false);
                                        added[0]++;
                                    }
                                };
                    }
                },
                0);
        assertThat(added[0]).isPositive();
        return writer.toByteArray();
    }
}
