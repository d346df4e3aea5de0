package io.perfagent.coldstart.archive;

import io.perfagent.weave.ClassPathFiles;
import io.perfagent.weave.cache.AtomicFile;
import io.perfagent.weave.cache.CacheTrust;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code prepare}: at image build, runs the application once as a training start, makes a start-up archive and the weave
 * cache from it, verifies them with another start, and names the archive in {@code jvm.args}.
 *
 * <p>Whatever was named before stays so until the new archive has been verified.
 */
public final class Prepare {
    private final ArchivePlaces places;
    private final String agentJar;
    private final Environment environment;
    private final TrainingAgent.Finder agents;
    private final PrintStream out;

    /**
     * What of the environment matters.
     *
     * @param toolOptions {@code JAVA_TOOL_OPTIONS}, or null
     * @param jdkOptions {@code JDK_JAVA_OPTIONS}, or null
     * @param classPath {@code CLASSPATH}, or null
     */
    public record Environment(
            @Nullable String toolOptions,
            @Nullable String jdkOptions,
            @Nullable String classPath) {}

    public Prepare(
            File dataDirectory,
            String agentJar,
            Environment environment,
            TrainingAgent.Finder agents,
            PrintStream out) {
        this.places = new ArchivePlaces(dataDirectory);
        this.agentJar = agentJar;
        this.environment = environment;
        this.agents = agents;
        this.out = out;
    }

    /** @throws PrepareFailure with the one reason why it could not be done; then nothing new is named in {@code jvm.args} */
    public void run(List<String> arguments) throws PrepareFailure, InterruptedException {
        PrepareOptions options = PrepareOptions.parse(arguments);
        JavaCommand command =
                JavaCommand.of(options.command(), agentJar, environment.toolOptions(), environment.jdkOptions());
        String wildcard = ClassPathWildcard.in(options.command(), environment.jdkOptions(), environment.classPath());
        if (wildcard != null) {
            throw new PrepareFailure(
                    "the class path has '" + wildcard + "', which the launcher expands in another order on"
                            + " another machine, where the archive would not fit: name each jar, or one jar whose manifest names"
                            + " the others (Class-Path)");
        }
        if (command.addedAgent() != null) {
            say("the command does not name the agent, so " + command.addedAgent()
                    + " is added here; start the application with it too");
        }
        try {
            places();
            try (PrepareLock lock = PrepareLock.take(places.inFolder("prepare.lock"))) {
                ArchiveMaker maker = new ArchiveMaker(places, command.java());
                maker.tidy();
                try {
                    prepare(options, command, maker);
                } finally {
                    maker.tidy();
                }
            }
        } catch (IOException e) {
            throw new PrepareFailure("the data directory " + places.root + " cannot be worked in: " + e);
        }
    }

    /** The directories, which every user must be able to read, and the arguments file, empty. */
    private void places() throws IOException, PrepareFailure {
        String objection = CacheTrust.objectionToPlace(places.folder);
        if (objection != null) {
            throw new PrepareFailure("nothing that is kept in " + places.root + " could be trusted: " + objection);
        }
        AtomicFile.readableDirectories(places.folder.toPath());
        new ArgumentsFile(places.arguments()).makeIfMissing();
        for (Path path = places.root.toPath().getParent(); path != null; path = path.getParent()) {
            if ((((Integer) Files.getAttribute(path, "unix:mode")) & 1) == 0) {
                say("warning: other users cannot enter " + path + ", so only this one can start with "
                        + places.arguments());
            }
        }
    }

    private void prepare(PrepareOptions options, JavaCommand command, ArchiveMaker maker)
            throws IOException, InterruptedException, PrepareFailure {
        ArchiveKind kind = ArchiveKind.of(feature(command));
        Facts facts = new Facts();
        long beganUnixMillis = System.currentTimeMillis();
        TrainingAnswer trained = train(options, command, maker, kind, facts);
        List<File> files = files(trained);
        int user = kind == ArchiveKind.AOT_CACHE ? user(options, command, maker, files) : ArchiveRecord.ANY_USER;
        String name = Long.toHexString(System.currentTimeMillis());
        File archive = maker.make(kind, name, trained);
        File record = places.inFolder(archive.getName() + ArchivePlaces.RECORD);
        boolean verified = false;
        try {
            byte[] encoded = ArchiveRecord.encode(trained.start(), archive, user);
            AtomicFile.replace(record, Objects.requireNonNull(encoded), true);
            requireUnchanged(files, beganUnixMillis); // what the record holds is what the training start has seen
            verify(options, command, maker, trained, kind, archive, record, facts);
            requireUnchanged(files, beganUnixMillis);
            AtomicFile.replace(
                    places.inFolder(archive.getName() + ".txt"), facts.text().getBytes(StandardCharsets.UTF_8), true);
            new ArgumentsFile(places.arguments()).replace(ArgumentsFile.text(kind, archive, record));
            verified = true;
        } finally {
            if (!verified) {
                archive.delete();
                record.delete();
                places.inFolder(archive.getName() + ".txt").delete();
            }
        }
        places.forgetOthers(archive);
        out.print(facts.text());
        if (options.analyse()) {
            analyse(options, command);
        }
        say("start with JDK_JAVA_OPTIONS=@" + places.arguments());
    }

    /** One more start, which is measured in detail; whether that succeeds or not, the archive is good. */
    private void analyse(PrepareOptions options, JavaCommand command) throws IOException, InterruptedException {
        say("analysed start");
        Map<String, String> environment = new LinkedHashMap<>(environment());
        environment.put("PERF_AGENT_STARTUP", "analyse");
        try (TrainingStart start =
                new TrainingStart(command.with(List.of("@" + places.arguments())), environment, agents)) {
            start.await(options.until(), options.timeoutSeconds());
            String report = "";
            if (start.isRunning()) {
                WarmUps.visit(options.warmUps(), out);
                report = start.report();
                start.stop();
            }
            say((report.isEmpty()
                            ? "the report of the analysed start is in " + places.root
                            : "the report of the analysed start: " + report)
                    + "; PERF_AGENT_DATA_DIR=" + places.root
                    + " java -jar perf-agent.jar startup report [--json|--html]");
        } catch (PrepareFailure e) {
            say("the start was not analysed: " + e.reason());
        }
    }

    /** The JVM's own word, because the command may start another JDK than this one. */
    private static int feature(JavaCommand command) throws IOException, InterruptedException, PrepareFailure {
        ChildJvm version = ChildJvm.run(List.of(command.java(), "-XshowSettings:properties", "-version"));
        String text = version.allOutput();
        int at = text.indexOf("java.specification.version = ");
        int end = at < 0 ? -1 : text.indexOf('\n', at);
        try {
            return Integer.parseInt(text.substring(at + "java.specification.version = ".length(), end)
                    .strip());
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new PrepareFailure("'" + command.java() + "' does not say which Java it is: " + version.output());
        }
    }

    private TrainingAnswer train(
            PrepareOptions options, JavaCommand command, ArchiveMaker maker, ArchiveKind kind, Facts facts)
            throws IOException, InterruptedException, PrepareFailure {
        boolean records = kind == ArchiveKind.AOT_CACHE;
        List<String> more = maker.recordingOptions(kind);
        say("training start: " + (records ? "an AOT cache is recorded" : "the classes it loads are listed"));
        try (TrainingStart start = new TrainingStart(command.with(more), environment(), agents)) {
            facts.reached(start.await(options.until(), options.timeoutSeconds()));
            if (start.isRunning()) {
                facts.warmUps(options.warmUps(), WarmUps.visit(options.warmUps(), out));
                if (!records) {
                    start.weave();
                    WarmUps.visit(options.warmUps(), out); // once more, now that calls are seen
                }
            }
            TrainingAnswer trained = start.classes();
            if (start.isRunning() && !start.stop() && records) {
                throw new PrepareFailure("the application did not end when it was told to, so nothing was recorded");
            }
            if (records && maker.recording().length() == 0) {
                throw new PrepareFailure("the JVM recorded nothing; its output says why");
            }
            if (!trained.mainModule().isEmpty()) {
                throw new PrepareFailure("an application started as a module (-m) is not supported");
            }
            facts.trained(trained);
            return trained;
        }
    }

    private static List<File> files(TrainingAnswer trained) throws PrepareFailure {
        List<File> files = ClassPathFiles.files(trained.start().classPath());
        if (files == null) {
            throw new PrepareFailure("the class path has a directory, of which the JVM archives no class: use jars");
        }
        return files;
    }

    private static void requireUnchanged(List<File> files, long beganUnixMillis) throws IOException, PrepareFailure {
        File changed = ChangedFiles.since(files, beganUnixMillis);
        if (changed != null) {
            throw new PrepareFailure(
                    changed + " was changed while prepare ran, so the archive may hold classes that are"
                            + " not in it any more: run prepare again when nothing is being deployed");
        }
    }

    /** Who may start with an AOT cache, which a JVM may use although a jar has changed. */
    private int user(PrepareOptions options, JavaCommand command, ArchiveMaker maker, List<File> files)
            throws IOException, InterruptedException, PrepareFailure {
        String objection = WriteAccess.objection(files, options.runAs());
        if (objection == null) {
            return options.runAs() < 0 ? ArchiveRecord.ALL_BUT_ROOT : options.runAs();
        }
        if (new StaleProbe(command.java(), maker).isChangeRefused()) {
            return ArchiveRecord.ANY_USER;
        }
        throw new PrepareFailure("no archive: this JVM uses an AOT cache even when a jar has changed since"
                + " (JDK-8377932), and " + objection + "; let root own the jars and their directories, run the"
                + " application as another user, and name that one with --run-as <uid>");
    }

    private void verify(
            PrepareOptions options,
            JavaCommand command,
            ArchiveMaker maker,
            TrainingAnswer trained,
            ArchiveKind kind,
            File archive,
            File record,
            Facts facts)
            throws IOException, InterruptedException, PrepareFailure {
        File arguments = maker.working("arguments");
        new ArgumentsFile(arguments).replace(ArgumentsFile.text(kind, archive, record));
        File log = maker.working("loaded");
        List<String> more = List.of("@" + arguments.getPath(), ClassLog.option(log));
        Set<String> wanted = new HashSet<>();
        for (String name : trained.applicationClasses()) {
            wanted.add(name.replace('/', '.'));
        }
        // Out of an AOT cache, classes are woven in the first start and found in the second.
        for (int starts = kind == ArchiveKind.AOT_CACHE ? 2 : 1; starts > 0; starts--) {
            say("verifying start");
            try (TrainingStart start = new TrainingStart(command.with(more), environment(), agents)) {
                start.await(options.until(), options.timeoutSeconds());
                String woven = "";
                if (start.isRunning()) {
                    WarmUps.visit(options.warmUps(), out);
                    woven = start.weave();
                    start.stop();
                }
                facts.verified(ClassLog.shared(log, wanted), woven);
            }
            if (facts.shared() * 2 < wanted.size()) {
                throw new PrepareFailure("the JVM did not use the archive: " + facts.shared() + " of " + wanted.size()
                        + " classes of the application came out of it");
            }
        }
    }

    /** For starts of ours: our data directory, the mode of training, and without an archive that was made before. */
    private Map<String, String> environment() {
        Map<String, String> changed = new LinkedHashMap<>();
        changed.put("PERF_AGENT_DATA_DIR", places.root.getPath());
        changed.put("PERF_AGENT_WEAVE", "training");
        String options = environment.jdkOptions();
        if (options != null) {
            List<String> kept = new ArrayList<>();
            for (String token : options.strip().split("\\s+")) {
                if (!token.replace("\"", "").equals("@" + places.arguments())) {
                    kept.add(token);
                }
            }
            changed.put("JDK_JAVA_OPTIONS", String.join(" ", kept));
        }
        return changed;
    }

    private void say(String line) {
        out.println("perf-agent: " + line);
    }
}
