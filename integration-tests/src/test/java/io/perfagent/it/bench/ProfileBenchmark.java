package io.perfagent.it.bench;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What each way of profiling takes from the throughput of the lean service under a closed loop: pairs of blocks with and
 * without it, next to each other, in random order. A profile on demand and its absence are blocks of one JVM. The stream of
 * JFR, with all groups of events or with some, is a JVM of its own beside one without; a second JVM without shows what two
 * JVMs differ by anyhow.
 */
final class ProfileBenchmark {
    private static final int ROUNDS = 9;
    private static final String ENDPOINT = "/full";
    private static final int HEAP_MIB = 256;

    /** From the command's start until its profile runs. */
    private static final Duration COMMAND = Duration.ofSeconds(3);

    /** What a profile is asked to be, by the name of the mode. */
    private static final Map<String, List<String>> SESSIONS = new LinkedHashMap<>();

    static {
        for (String event : List.of("cpu", "ctimer", "wall", "alloc", "lock", "nativemem", "cpu,alloc,lock")) {
            SESSIONS.put("async-profiler " + event, List.of("-e", event));
        }
        SESSIONS.put("JFR engine cpu", List.of("-e", "cpu", "--engine", "jfr"));
        SESSIONS.put("JFR engine cpu,alloc,lock", List.of("-e", "cpu,alloc,lock", "--engine", "jfr"));
    }

    /** Groups of events of the stream, by the name of the mode; empty for all, null for no stream. */
    private static final Map<String, String> STREAMS = new LinkedHashMap<>();

    private static final String NO_STREAM = "-";

    static {
        STREAMS.put("another JVM without", NO_STREAM);
        STREAMS.put("JFR stream, all groups", "");
        STREAMS.put("JFR stream, cpu", "cpu");
        STREAMS.put("JFR stream, allocation", "allocation");
        STREAMS.put("JFR stream, locks", "locks");
        STREAMS.put("JFR stream, io", "io");
        STREAMS.put("JFR stream, live", "live");
        STREAMS.put("JFR stream, the other groups", "gc,safepoints,exceptions,classes,compilation,pinning,container");
    }

    private final BenchmarkSettings settings;
    private final LeanService lean;
    private final Path work;
    private final double millisPerTick = ProcessStat.clockTickMillis();
    private final Revision revision;
    private final Random random;
    private final Csv table = new Csv(
            "date",
            "commit",
            "jdk",
            "mode",
            "round",
            "first",
            "requests_per_s_without",
            "requests_per_s_with",
            "ratio",
            "cpu_us_per_request_without",
            "cpu_us_per_request_with",
            "rss_mib_without",
            "rss_mib_with");
    private final Csv summary = summary();

    private ProfileBenchmark(BenchmarkSettings settings, SinkProcess sink) throws IOException, InterruptedException {
        this.settings = settings;
        work = settings.work().resolve("profile");
        lean = new LeanService(work, sink);
        revision = Revision.of(settings.work().getParent());
        random = new Random(settings.seed());
    }

    /** The table that the overheads are drawn from, empty. */
    static Csv summary() {
        return new Csv(
                "date",
                "commit",
                "jdk",
                "mode",
                "pairs",
                "throughput_percent",
                "throughput_error_percent",
                "cpu_percent",
                "rss_mib");
    }

    static void run() throws IOException, InterruptedException {
        BenchmarkSettings settings = BenchmarkSettings.read(ROUNDS);
        System.out.println("profile benchmark: " + settings.rounds() + " rounds on " + settings.jdks() + ", seed "
                + settings.seed());
        try (SinkProcess sink = new SinkProcess()) {
            ProfileBenchmark benchmark = new ProfileBenchmark(settings, sink);
            for (Jdk jdk : settings.jdks()) {
                benchmark.measure(jdk);
            }
            benchmark.table.write(settings.results().resolve("profile.csv"));
            benchmark.summary.write(settings.results().resolve("profile-summary.csv"));
            System.out.println(OverheadTable.markdown(benchmark.summary.rows()));
            System.out.println("written to " + settings.results());
        }
    }

    private record Service(AppProcess app, int port, Path data, ProcessStat stat) implements AutoCloseable {
        @Override
        public void close() {
            LeanService.report(app);
            app.close();
        }
    }

    private record Block(double perSecond, double cpuMicros, double rssMib) {}

    private record Pair(Block without, Block with) {}

    private void measure(Jdk jdk) throws IOException, InterruptedException {
        try (Service base = start(jdk, NO_STREAM)) {
            Map<String, List<Pair>> pairs = new LinkedHashMap<>();
            SESSIONS.keySet().stream()
                    .filter(ProfileBenchmark::isWanted)
                    .forEach(mode -> pairs.put(mode, new ArrayList<>()));
            List<String> order = new ArrayList<>(pairs.keySet());
            for (int round = 1; round <= settings.rounds(); round++) {
                Collections.shuffle(order, random);
                for (String mode : order) {
                    pairs.get(mode).add(pair(jdk, mode, round, base, base, SESSIONS.get(mode)));
                }
            }
            pairs.forEach((mode, measured) -> summarise(jdk, mode, measured));
            for (Map.Entry<String, String> stream : STREAMS.entrySet()) {
                if (!isWanted(stream.getKey())) {
                    continue;
                }
                List<Pair> measured = new ArrayList<>();
                try (Service other = start(jdk, stream.getValue())) {
                    for (int round = 1; round <= settings.rounds(); round++) {
                        measured.add(pair(jdk, stream.getKey(), round, base, other, List.of()));
                    }
                }
                summarise(jdk, stream.getKey(), measured);
            }
        }
    }

    private static boolean isWanted(String mode) {
        return Pattern.compile(BenchmarkSettings.text("bench.modes", ""))
                .matcher(mode)
                .find();
    }

    private Service start(Jdk jdk, String groups) throws IOException, InterruptedException {
        int port = LeanService.freePort();
        Path data = Files.createTempDirectory(work, "data"); // each weaves what it loads
        var launch = lean.launch(jdk, Variant.PERF_AGENT_FIRST, port)
                .jvm("-Xms" + HEAP_MIB + "m", "-Xmx" + HEAP_MIB + "m")
                .dataDir(data)
                .env("PERF_AGENT_JFR", groups.equals(NO_STREAM) ? "off" : "on");
        if (!groups.isEmpty() && !groups.equals(NO_STREAM)) {
            launch.env("PERF_AGENT_JFR_EVENTS", groups);
        }
        AppProcess app = launch.start();
        app.awaitPort();
        load(port, Duration.ofMillis(500));
        app.awaitWeaving();
        load(port, settings.warmUp());
        return new Service(app, port, data, new ProcessStat(app.pid(), millisPerTick));
    }

    private void load(int port, Duration duration) throws IOException {
        try (HttpLoad load = new HttpLoad(port, ENDPOINT, settings.connections())) {
            Pause.of(duration);
        }
    }

    /** @param session options of a profile that is taken during the block with; empty for none */
    private Pair pair(Jdk jdk, String mode, int round, Service without, Service with, List<String> session)
            throws IOException, InterruptedException {
        boolean withFirst = random.nextBoolean();
        Block first = withFirst ? block(jdk, with, session) : block(jdk, without, List.of());
        Block second = withFirst ? block(jdk, without, List.of()) : block(jdk, with, session);
        Pair pair = withFirst ? new Pair(second, first) : new Pair(first, second);
        double ratio = pair.with.perSecond / pair.without.perSecond;
        table.add(
                revision.date(),
                revision.commit(),
                jdk.feature(),
                mode,
                round,
                withFirst ? "with" : "without",
                pair.without.perSecond,
                pair.with.perSecond,
                ratio,
                pair.without.cpuMicros,
                pair.with.cpuMicros,
                pair.without.rssMib,
                pair.with.rssMib);
        System.out.println(jdk + ", " + mode + ", round " + round + ": " + Csv.number(pair.without.perSecond)
                + " requests/s without, " + Csv.number(100 * (ratio - 1)) + " % with");
        return pair;
    }

    private Block block(Jdk jdk, Service service, List<String> session) throws IOException, InterruptedException {
        try (HttpLoad load = new HttpLoad(service.port, ENDPOINT, settings.connections())) {
            Process command = session.isEmpty() ? null : profile(jdk, service, session);
            Pause.of(settings.leadIn().plus(COMMAND));
            double cpuBefore = service.stat.cpuMillis();
            long requestsBefore = load.completed();
            long startNanos = System.nanoTime();
            Pause.of(settings.block());
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            long requests = load.completed() - requestsBefore;
            double cpuMicros = (service.stat.cpuMillis() - cpuBefore) * 1000 / Math.max(1, requests);
            Block block = new Block(requests / seconds, cpuMicros, service.stat.rssKib() / 1024.0);
            if (command != null) {
                await(command, service);
            }
            return block;
        }
    }

    /** For somewhat longer than the block is. */
    private Process profile(Jdk jdk, Service service, List<String> session) throws IOException {
        Duration lasts = settings.leadIn().plus(COMMAND).plus(settings.block());
        List<String> command = new ArrayList<>(List.of(
                jdk.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                AgentJar.perfAgentPath().toString(),
                "profile",
                Long.toString(service.app.pid()),
                "-d",
                Long.toString(lasts.toSeconds()),
                "-o",
                service.data.resolve("profile.html").toString()));
        command.addAll(session);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(service.data.resolve("profile.txt").toFile());
        builder.environment().put("PERF_AGENT_DATA_DIR", service.data.toString());
        return builder.start();
    }

    /** A profile that was not taken must not count as one that costs nothing. */
    private static void await(Process command, Service service) throws IOException, InterruptedException {
        boolean over = command.waitFor(2, TimeUnit.MINUTES);
        String said = Files.readString(service.data.resolve("profile.txt"), StandardCharsets.UTF_8);
        if (!over || command.exitValue() != 0 || !said.contains(" samples, ")) {
            command.destroyForcibly();
            throw new IOException("no profile was taken: " + said);
        }
    }

    private void summarise(Jdk jdk, String mode, List<Pair> pairs) {
        Sample throughput = sample(pairs, pair -> 100 * (pair.with.perSecond / pair.without.perSecond - 1));
        summary.add(
                revision.date(),
                revision.commit(),
                jdk.feature(),
                mode,
                pairs.size(),
                throughput.median(),
                2 * throughput.medianError(),
                sample(pairs, pair -> 100 * (pair.with.cpuMicros / pair.without.cpuMicros - 1))
                        .median(),
                sample(pairs, pair -> pair.with.rssMib - pair.without.rssMib).median());
    }

    private static Sample sample(List<Pair> pairs, java.util.function.ToDoubleFunction<Pair> value) {
        return new Sample(pairs.stream().mapToDouble(value).toArray());
    }
}
