package io.perfagent.it.bench;

import io.perfagent.it.AgentJar;
import io.perfagent.it.Jdk;
import io.perfagent.it.RawHttp;
import io.perfagent.it.gain.ShopService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The shop in a JVM of its own with one way of caching, as its second start: woven from the first call. For one thread. */
final class GainService implements AutoCloseable {
    private static final String WOVEN = "perf-agent: weaving done";
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int DRIVEN = 200;
    private static final long PATIENCE_NANOS = 90_000_000_000L;
    private static final String LISTENING = "listening on ";

    private final GainVariant variant;
    private final Process process;
    private final int port;
    private final ProcessStat stat;

    private GainService(GainVariant variant, Process process, int port) throws IOException {
        this.variant = variant;
        this.process = process;
        this.port = port;
        this.stat = new ProcessStat(process.pid(), ProcessStat.clockTickMillis());
    }

    /**
     * Starts it, once before if no start of this variant was before; then what is cached of {@code shape} is.
     *
     * @param data the agent's directory, of this variant alone
     */
    static GainService start(
            Jdk jdk, GainVariant variant, GainShape shape, GainStores stores, int pool, Path data, boolean first)
            throws IOException, InterruptedException {
        stores.fillRedis();
        if (first) {
            Files.deleteIfExists(log(data));
            try (GainService before = launch(jdk, variant, shape, stores, pool, data)) {
                for (GainShape each : GainShape.values()) {
                    before.drive(each);
                }
                awaitWeaving(log(data));
                for (GainShape each : GainShape.values()) {
                    before.drive(each);
                }
            }
            stores.fillRedis();
        }
        GainService service = launch(jdk, variant, shape, stores, pool, data);
        try {
            service.awaitServing(shape);
        } catch (IOException e) {
            service.close();
            throw e;
        }
        return service;
    }

    private static GainService launch(
            Jdk jdk, GainVariant variant, GainShape shape, GainStores stores, int pool, Path data) throws IOException {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-Xmx1g"));
        command.addAll(AgentJar.perfAgent().options());
        command.addAll(List.of(
                "-Dshop.url=" + stores.url(),
                "-Dshop.redis=" + stores.redisPort(),
                "-Dshop.pool=" + pool,
                "-Dshop.repository=" + variant.repository,
                "-Dshop.bound=" + variant.boundMillis(shape),
                "-cp",
                OverloadBenchmark.servicePath(),
                ShopService.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_") || name.startsWith("PERF_AGENT_"));
        builder.environment().putAll(variant.environment());
        builder.environment().put("PERF_AGENT_DATA_DIR", data.toString());
        Process process = builder.redirectError(
                        ProcessBuilder.Redirect.appendTo(log(data).toFile()))
                .start();
        try {
            return new GainService(variant, process, port(process));
        } catch (IOException e) {
            process.destroyForcibly();
            throw new IOException("see " + log(data), e);
        }
    }

    /** What the service and the agent say on standard error. */
    private static Path log(Path data) {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    private static void awaitWeaving(Path log) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.readString(log).contains(WOVEN)) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("the agent has not woven: " + Files.readString(log));
            }
            Pause.of(SHORT);
        }
    }

    private static int port(Process process) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(LISTENING)) {
                return Integer.parseInt(line.substring(LISTENING.length()));
            }
        }
        throw new IOException("the service did not start");
    }

    private void drive(GainShape shape) throws IOException {
        for (int i = 0; i < DRIVEN; i++) {
            ask(shape.reads[i % shape.reads.length] + "/" + i % 10);
        }
        ask(shape.write + "/1");
    }

    /** Figures of a service that caches nothing would be those of another variant. */
    private void awaitServing(GainShape shape) throws IOException {
        if (!variant.isOurs()) {
            drive(shape);
            return;
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        long hits;
        do {
            if (System.nanoTime() - end > 0) {
                throw new IOException("nothing is answered from memory:\n" + ask("status"));
            }
            long before = figures().hits();
            drive(shape);
            hits = figures().hits() - before;
        } while (hits < DRIVEN / 4);
    }

    private String ask(String operation) throws IOException {
        return RawHttp.get("/" + operation).send(port);
    }

    /** What was read, and how, since the start. */
    CacheFigures figures() throws IOException {
        return variant.isOurs() ? CacheFigures.ofStatus(ask("status")) : CacheFigures.ofCounts(ask("counts"));
    }

    /** The agent's report. */
    String status() throws IOException {
        return ask("status");
    }

    int port() {
        return port;
    }

    /** CPU time of all its threads, in milliseconds. */
    double cpuMillis() throws IOException {
        return stat.cpuMillis();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
