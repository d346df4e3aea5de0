package io.perfagent.it.bench;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Starts an application without agent and archive, with both as {@code prepare} has made them, and with the agent alone, whose
 * classes are then loaded ahead or not; in random order within each round, as a user who cannot write its jars; measures from
 * outside the process.
 *
 * <p>A start counts only if the archive was in use, or its classes were loaded ahead, as its variant says, and every woven
 * class came from the weave cache.
 */
final class ArchiveBenchmark {
    private static final int ROUNDS = 5;
    private static final int USER = 65534;
    private static final long POLL_NANOS = 2_000_000;
    private static final Duration START = Duration.ofSeconds(120);

    private final BenchmarkSettings settings;
    private final MeasuredApp app;
    private final SinkProcess sink;
    private final Path work;
    private final double millisPerTick = ProcessStat.clockTickMillis();

    /** How the agent is named, and what helps the start. */
    private enum Spelling {
        NONE("none", AgentJar.none(), Help.NOTHING),
        JAVAAGENT("perf-agent-archive", AgentJar.perfAgent(), Help.ARCHIVE),
        AGENTLIB("perf-agent-archive-agentlib", AgentJar.perfAgentLib(), Help.ARCHIVE),
        WARM("perf-agent-warm", AgentJar.perfAgent(), Help.NOTHING),
        AHEAD("perf-agent-ahead", AgentJar.perfAgent(), Help.CLASSES_AHEAD);

        final String label;
        final AgentJar agent;
        final Help help;

        Spelling(String label, AgentJar agent, Help help) {
            this.label = label;
            this.agent = agent;
            this.help = help;
        }
    }

    /** What a start is to be shorter by. */
    private enum Help {
        NOTHING,
        ARCHIVE,
        CLASSES_AHEAD
    }

    private record Start(Jdk jdk, Spelling spelling) {}

    private record Run(int jdk, Spelling spelling, int round, double wallMillis, double cpuMillis, long rssKib) {}

    private ArchiveBenchmark(BenchmarkSettings settings, MeasuredApp app, SinkProcess sink) throws IOException {
        this.settings = settings;
        this.app = app;
        this.sink = sink;
        work = settings.work().resolve("archive").resolve(app.name());
        if (Files.exists(work)) {
            try (Stream<Path> tree = Files.walk(work)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(work);
    }

    static void run() throws IOException, InterruptedException {
        BenchmarkSettings settings = BenchmarkSettings.read(ROUNDS);
        Revision revision = Revision.of(settings.work().getParent());
        for (MeasuredApp app : MeasuredApp.read(settings)) {
            try (SinkProcess sink = new SinkProcess()) {
                ArchiveBenchmark benchmark = new ArchiveBenchmark(settings, app, sink);
                benchmark.write(revision, benchmark.measure());
            }
        }
    }

    private List<Run> measure() throws IOException, InterruptedException {
        System.out.println("archive benchmark of " + app.name() + ": " + settings.rounds() + " rounds on "
                + settings.jdks() + ", seed " + settings.seed());
        List<Start> starts = new ArrayList<>();
        for (Jdk jdk : settings.jdks()) {
            for (Spelling spelling : Spelling.values()) {
                Start start = new Start(jdk, spelling);
                if (spelling.help == Help.ARCHIVE) {
                    prepare(start);
                } else if (spelling != Spelling.NONE) {
                    warmUp(start);
                }
                measure(start, 0); // every file has been read once
                starts.add(start);
            }
        }
        Random random = new Random(settings.seed());
        List<Run> runs = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            Collections.shuffle(starts, random);
            for (Start start : starts) {
                Run run = measure(start, round);
                System.out.println(run);
                runs.add(run);
            }
        }
        return runs;
    }

    private Path dataDir(Start start) {
        return work.resolve(start.spelling.label + "-" + start.jdk.feature());
    }

    private void prepare(Start start) throws IOException, InterruptedException {
        int port = LeanService.freePort();
        List<String> warmUps = app.warmUps().stream()
                .map(path -> "http://127.0.0.1:" + port + path)
                .toList();
        List<String> command = new ArrayList<>(List.of(
                start.jdk.java().toString(), "-jar", AgentJar.perfAgentPath().toString(), "prepare"));
        command.addAll(List.of("--warm-up", String.join(",", warmUps), "--run-as", "" + USER, "--"));
        command.add(start.jdk.java().toString());
        command.addAll(start.spelling.agent.options());
        command.addAll(List.of("-jar", app.jar().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("PERF_AGENT_DATA_DIR", dataDir(start).toString());
        builder.environment().put("PORT", "" + port);
        builder.environment().put("SERVER_PORT", "" + port);
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IOException("prepare ended with status " + status);
        }
    }

    /** Starts it once, so that what is woven, and the list of classes, is there for the next starts. */
    private void warmUp(Start start) throws IOException {
        Path data = Files.createDirectory(dataDir(start));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(data, "unix:uid", USER);
        int port = LeanService.freePort();
        try (AppProcess process = launch(start, port).start()) {
            awaitFirstResponse(process, port);
            for (String path : app.warmUps()) {
                get(port, path);
            }
            process.awaitWeaving();
            if (start.spelling.help == Help.CLASSES_AHEAD) {
                awaitList(data.resolve("preload"), process);
            }
            process.stop();
        }
    }

    private static void awaitList(Path folder, AppProcess process) throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            String[] lists = folder.toFile().list((directory, name) -> name.endsWith(".classes"));
            if (lists != null && lists.length > 0) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("no list of classes to load ahead\n" + process.status() + process.output());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private AppLaunch launch(Start start, int port) {
        AppLaunch launch = AppProcess.launch(app.jar())
                .jdk(start.jdk)
                .agent(start.spelling.agent)
                .through(List.of("/usr/bin/setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"))
                .env("PORT", "" + port)
                .env("SERVER_PORT", "" + port);
        if (start.spelling != Spelling.NONE) {
            launch.dataDir(dataDir(start))
                    .env("PERF_AGENT_SUMMARY", "true")
                    .env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                    .env("OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(start.spelling.label))
                    .allowAgentLine("perf-agent:.*"); // what matters is asked for below
        }
        if (start.spelling.help == Help.ARCHIVE) {
            launch.env("JDK_JAVA_OPTIONS", "@" + dataDir(start).resolve("jvm.args"));
        } else if (start.spelling.help == Help.CLASSES_AHEAD) {
            launch.env("PERF_AGENT_PRELOAD", "on");
        }
        return launch;
    }

    private Run measure(Start start, int round) throws IOException {
        int port = LeanService.freePort();
        AppLaunch launch = launch(start, port);
        long startNanos = System.nanoTime();
        try (AppProcess process = launch.start()) {
            ProcessStat stat = new ProcessStat(process.pid(), millisPerTick);
            long responseNanos = awaitFirstResponse(process, port);
            double cpu = stat.cpuMillis();
            for (String path : app.warmUps()) {
                get(port, path);
            }
            long rss = stat.rssKib();
            process.stop();
            if (start.spelling != Spelling.NONE) {
                requireUsed(start, process);
            }
            return new Run(start.jdk.feature(), start.spelling, round, (responseNanos - startNanos) / 1e6, cpu, rss);
        }
    }

    /** With full instrumentation and nothing missed, or the start is not what its row would say. */
    private void requireUsed(Start start, AppProcess process) throws IOException {
        String output = process.output();
        boolean used = switch (start.spelling.help) {
            case ARCHIVE -> output.contains("archive: in use");
            case CLASSES_AHEAD -> lastOnRecord(start).contains("\"archive\":\"ahead-");
            case NOTHING -> true;
        };
        boolean woven = output.contains(" hits, 0 misses, 0 refused") && !output.contains("weave cache: 0 hits");
        if (!used || !woven) {
            throw new IOException("the archive, the list of classes or the weave cache was not used\n" + output);
        }
    }

    private String lastOnRecord(Start start) throws IOException {
        List<String> starts =
                Files.readAllLines(dataDir(start).resolve("starts").resolve("history.jsonl"));
        return starts.get(starts.size() - 1);
    }

    private long awaitFirstResponse(AppProcess process, int port) throws IOException {
        byte[] request = HttpConnection.request(app.path());
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try (HttpConnection connection = new HttpConnection(port)) {
                if (connection.send(request) == 200) {
                    return System.nanoTime();
                }
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("no answer within " + START + "\n" + process.output(), e);
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void get(int port, String path) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            int status = connection.send(HttpConnection.request(path));
            if (status != 200) {
                throw new IOException(path + " answered " + status + ": " + connection.body());
            }
        }
    }

    private void write(Revision revision, List<Run> runs) throws IOException {
        Csv table = new Csv("date", "commit", "app", "jdk", "variant", "round", "wall_ms", "cpu_ms_first", "rss_kib");
        for (Run run : runs) {
            table.add(
                    revision.date(),
                    revision.commit(),
                    app.name(),
                    run.jdk(),
                    run.spelling().label,
                    run.round(),
                    run.wallMillis(),
                    run.cpuMillis(),
                    run.rssKib());
        }
        table.write(settings.results().resolve("archive-" + app.name() + ".csv"));
        Csv summary = BudgetRow.table();
        for (Jdk jdk : settings.jdks()) {
            for (Spelling spelling : new Spelling[] {Spelling.JAVAAGENT, Spelling.AGENTLIB}) {
                String how = app.name() + ", archive, "
                        + spelling.agent.options().get(0).split(":|=")[0];
                row(runs, jdk, spelling, "time to first response, " + how, "ms", Run::wallMillis, app.maxRatio())
                        .addTo(summary, revision);
                row(runs, jdk, spelling, "CPU until first response, " + how, "ms", Run::cpuMillis, BudgetRow.NO_LIMIT)
                        .addTo(summary, revision);
            }
            ahead(runs, jdk, "time to first response", Run::wallMillis).addTo(summary, revision);
            ahead(runs, jdk, "CPU until first response", Run::cpuMillis).addTo(summary, revision);
        }
        summary.write(settings.results().resolve("archive-" + app.name() + "-summary.csv"));
        System.out.println(BudgetTable.markdown(summary.rows()));
        System.out.println("written to " + settings.results());
    }

    /** A gain is shown where it is larger than its error: {@code met} then says {@code yes}. */
    private BudgetRow ahead(List<Run> runs, Jdk jdk, String what, ToDoubleFunction<Run> quantity) {
        return BudgetRow.difference(
                jdk.feature(),
                what + ", " + app.name() + ", classes loaded ahead",
                "ms",
                sample(runs, jdk, Spelling.WARM, quantity),
                sample(runs, jdk, Spelling.AHEAD, quantity),
                0);
    }

    private static BudgetRow row(
            List<Run> runs,
            Jdk jdk,
            Spelling spelling,
            String what,
            String unit,
            ToDoubleFunction<Run> quantity,
            double maxRatio) {
        return BudgetRow.ratio(
                jdk.feature(),
                what,
                unit,
                sample(runs, jdk, Spelling.NONE, quantity),
                sample(runs, jdk, spelling, quantity),
                maxRatio);
    }

    private static Sample sample(List<Run> runs, Jdk jdk, Spelling spelling, ToDoubleFunction<Run> quantity) {
        return new Sample(runs.stream()
                .filter(run -> run.jdk() == jdk.feature() && run.spelling() == spelling)
                .mapToDouble(quantity)
                .toArray());
    }
}
