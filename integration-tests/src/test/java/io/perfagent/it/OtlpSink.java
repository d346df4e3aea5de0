package io.perfagent.it;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesPartialSuccess;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An OTLP receiver in this process, on loopback ports of its own, for HTTP and, once asked for, gRPC: keeps what it is
 * sent, decoded with the published protocol classes, and answers as told. Thread-safe; queries wait on a monitor up to a
 * deadline.
 */
public final class OtlpSink implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "otlp-sink");
        thread.setDaemon(true);
        return thread;
    });

    // All below guarded by this.
    private final List<ReceivedSpan> spans = new ArrayList<>();

    /** The trace of the application's start, apart: it comes by itself, and tests count what they have asked for. */
    private final List<ReceivedSpan> startSpans = new ArrayList<>();

    private final List<ReceivedMetric> metrics = new ArrayList<>();
    private final List<ReceivedLog> logs = new ArrayList<>();
    private final List<ReceivedProfile> profiles = new ArrayList<>();
    private final List<OtlpRequest> requests = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Deque<OtlpReply>> script = new LinkedHashMap<>();
    private OtlpReply otherwise = OtlpReply.ok();
    private @Nullable OtlpGrpcServer grpc;

    private OtlpSink(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** A sink on an ephemeral loopback port. */
    public static OtlpSink start() {
        return start(0);
    }

    /** A sink on {@code port}, for a collector that comes back where it was. */
    public static OtlpSink start(int port) {
        try {
            return new OtlpSink(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The base endpoint, as {@code OTEL_EXPORTER_OTLP_ENDPOINT} takes it. */
    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    /** The endpoint for gRPC; starts that server when first asked for. Requests are known by the paths of OTLP/HTTP. */
    public synchronized String grpcEndpoint() {
        OtlpGrpcServer known = grpc;
        if (known == null) {
            known = new OtlpGrpcServer(new FromGrpc(), threads);
            grpc = known;
        }
        return "http://127.0.0.1:" + known.port();
    }

    /** The next requests to {@code path} ({@code /v1/traces}, ...) are answered so, one reply each, in this order. */
    public synchronized OtlpSink next(String path, OtlpReply... replies) {
        script.computeIfAbsent(path, key -> new ArrayDeque<>()).addAll(List.of(replies));
        return this;
    }

    /** Every request without a scripted reply is answered so; {@link OtlpReply#ok()} at first. */
    public synchronized OtlpSink otherwise(OtlpReply reply) {
        otherwise = reply;
        return this;
    }

    public synchronized List<ReceivedSpan> spans() {
        return List.copyOf(spans);
    }

    public synchronized List<ReceivedMetric> metrics() {
        return List.copyOf(metrics);
    }

    public synchronized List<ReceivedLog> logs() {
        return List.copyOf(logs);
    }

    public synchronized List<OtlpRequest> requests() {
        return List.copyOf(requests);
    }

    /** Requests that were no valid OTLP: undecodable, wrong path or method. Empty in a healthy test. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Forgets what was received; the script stays. */
    public synchronized void clear() {
        spans.clear();
        metrics.clear();
        logs.clear();
        profiles.clear();
        requests.clear();
        faults.clear();
    }

    /** As {@link #awaitSpans}, of the trace of the application's start. */
    public List<ReceivedSpan> awaitStartSpans(Predicate<ReceivedSpan> matches, int count, Duration within) {
        return await(startSpans, matches, count, within);
    }

    /** Waits for {@code count} spans that match; returns all that match by then. */
    public List<ReceivedSpan> awaitSpans(Predicate<ReceivedSpan> matches, int count, Duration within) {
        return await(spans, matches, count, within);
    }

    /** Waits for {@code count} metrics that match (one per export); returns all that match by then. */
    public List<ReceivedMetric> awaitMetrics(Predicate<ReceivedMetric> matches, int count, Duration within) {
        return await(metrics, matches, count, within);
    }

    /** Waits for {@code count} log records that match; returns all that match by then. */
    public List<ReceivedLog> awaitLogs(Predicate<ReceivedLog> matches, int count, Duration within) {
        return await(logs, matches, count, within);
    }

    /** Waits for {@code count} profiles that match; returns all that match by then. */
    public List<ReceivedProfile> awaitProfiles(Predicate<ReceivedProfile> matches, int count, Duration within) {
        return await(profiles, matches, count, within);
    }

    /** Waits for {@code count} requests that match, however they were answered. */
    public List<OtlpRequest> awaitRequests(Predicate<OtlpRequest> matches, int count, Duration within) {
        return await(requests, matches, count, within);
    }

    private synchronized <T> List<T> await(List<T> received, Predicate<T> matches, int count, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            List<T> found = received.stream().filter(matches).toList();
            if (found.size() >= count) {
                return found;
            }
            long leftNanos = deadline - System.nanoTime();
            if (leftNanos <= 0) {
                throw new AssertionError("after " + within + ": " + found.size() + " of " + count + " arrived; "
                        + received.size() + " in all: " + tail(received) + (faults.isEmpty() ? "" : "; " + faults));
            }
            try {
                wait(leftNanos / 1_000_000 + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting", e);
            }
        }
    }

    private static String tail(List<?> list) {
        StringBuilder text = new StringBuilder();
        for (Object each : list.subList(Math.max(0, list.size() - 40), list.size())) {
            text.append("\n  ").append(each instanceof ReceivedMetric metric ? metric.name() : each);
        }
        return text.toString();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] wire = exchange.getRequestBody().readAllBytes();
        OtlpReply reply = nextReply(path);
        CountDownLatch gate = reply.gate();
        try {
            if (gate != null) {
                gate.await(); // close() interrupts
            }
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            int items = decode(path, wire, gzip, reply.accepted());
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            record(path, headers, wire.length, items, reply);
            send(exchange, path, reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            fault(path + ": " + e);
            exchange.sendResponseHeaders(400, -1);
        } finally {
            exchange.close();
        }
    }

    private synchronized OtlpReply nextReply(String path) {
        Deque<OtlpReply> scripted = script.get(path);
        return scripted == null || scripted.isEmpty() ? otherwise : scripted.poll();
    }

    private synchronized void fault(String fault) {
        faults.add(fault);
        notifyAll();
    }

    private synchronized void record(
            String path, Map<String, String> headers, int wireBytes, int items, OtlpReply reply) {
        requests.add(new OtlpRequest(path, Map.copyOf(headers), wireBytes, items, reply.status()));
        notifyAll();
    }

    /** Decodes the body and, if accepted, keeps what it holds; the number of spans, metrics, log records or profiles. */
    private int decode(String path, byte[] wire, boolean gzip, boolean keep) throws IOException {
        InputStream raw = new ByteArrayInputStream(wire);
        try (InputStream body = gzip ? new GZIPInputStream(raw) : raw) {
            List<Object> items = new ArrayList<>();
            switch (path) {
                case "/v1/traces" ->
                    ExportTraceServiceRequest.parseFrom(body)
                            .getResourceSpansList()
                            .forEach(resource -> resource.getScopeSpansList()
                                    .forEach(scope -> scope.getSpansList()
                                            .forEach(span -> items.add(new ReceivedSpan(
                                                    resource.getResource(), scope.getScope(), span)))));
                case "/v1/metrics" ->
                    ExportMetricsServiceRequest.parseFrom(body)
                            .getResourceMetricsList()
                            .forEach(resource -> resource.getScopeMetricsList()
                                    .forEach(scope -> scope.getMetricsList()
                                            .forEach(metric -> items.add(new ReceivedMetric(
                                                    resource.getResource(), scope.getScope(), metric)))));
                case "/v1/logs" ->
                    ExportLogsServiceRequest.parseFrom(body)
                            .getResourceLogsList()
                            .forEach(resource -> resource.getScopeLogsList()
                                    .forEach(scope -> scope.getLogRecordsList()
                                            .forEach(log -> items.add(
                                                    new ReceivedLog(resource.getResource(), scope.getScope(), log)))));
                case "/v1development/profiles" -> {
                    ExportProfilesServiceRequest request = ExportProfilesServiceRequest.parseFrom(body);
                    request.getResourceProfilesList()
                            .forEach(resource -> resource.getScopeProfilesList()
                                    .forEach(scope -> scope.getProfilesList()
                                            .forEach(profile -> items.add(new ReceivedProfile(
                                                    resource.getResource(), request.getDictionary(), profile)))));
                }
                default -> throw new IOException("not an OTLP path");
            }
            if (keep) {
                keep(items);
            }
            return items.size();
        }
    }

    private synchronized void keep(List<Object> items) {
        for (Object item : items) {
            if (item instanceof ReceivedSpan span) {
                (span.scope().getName().equals("io.perfagent.startup") ? startSpans : spans).add(span);
            } else if (item instanceof ReceivedMetric metric) {
                metrics.add(metric);
            } else if (item instanceof ReceivedProfile profile) {
                profiles.add(profile);
            } else {
                logs.add((ReceivedLog) item);
            }
        }
        notifyAll();
    }

    private static void send(HttpExchange exchange, String path, OtlpReply reply) throws IOException {
        if (reply.kind() == OtlpReply.Kind.CLOSE) {
            return; // closing an exchange without an answer closes its connection
        }
        byte[] body = body(path, reply);
        if (reply.retryAfter() != null) {
            exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] body(String path, OtlpReply reply) {
        return reply.kind() == OtlpReply.Kind.GARBAGE
                ? new byte[] {(byte) 0xff, (byte) 0xff, 0x07, 0x42}
                : response(path, reply).toByteArray();
    }

    private static Message response(String path, OtlpReply reply) {
        boolean partial = reply.rejected() > 0 || !reply.message().isEmpty();
        if (!partial || reply.status() != 200) {
            return ExportTraceServiceResponse.getDefaultInstance();
        }
        return switch (path) {
            case "/v1/traces" ->
                ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                                .setRejectedSpans(reply.rejected())
                                .setErrorMessage(reply.message()))
                        .build();
            case "/v1/metrics" ->
                ExportMetricsServiceResponse.newBuilder()
                        .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                                .setRejectedDataPoints(reply.rejected())
                                .setErrorMessage(reply.message()))
                        .build();
            case "/v1development/profiles" ->
                ExportProfilesServiceResponse.newBuilder()
                        .setPartialSuccess(ExportProfilesPartialSuccess.newBuilder()
                                .setRejectedProfiles(reply.rejected())
                                .setErrorMessage(reply.message()))
                        .build();
            default ->
                ExportLogsServiceResponse.newBuilder()
                        .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                                .setRejectedLogRecords(reply.rejected())
                                .setErrorMessage(reply.message()))
                        .build();
        };
    }

    /** Takes requests that come by gRPC. */
    private final class FromGrpc implements OtlpGrpcServer.Receiver {
        @Override
        public OtlpReply receive(String path, Map<String, String> headers, byte[] message) throws InterruptedException {
            OtlpReply reply = nextReply(path);
            CountDownLatch gate = reply.gate();
            if (gate != null) {
                gate.await();
            }
            try {
                record(path, headers, message.length, decode(path, message, false, reply.accepted()), reply);
                return reply;
            } catch (IOException e) {
                fault("gRPC " + path + ": " + e);
                return OtlpReply.status(400);
            }
        }

        @Override
        public byte[] message(String path, OtlpReply reply) {
            return body(path, reply);
        }
    }

    /** Stops listening; connections are closed. */
    @Override
    public void close() {
        OtlpGrpcServer known;
        synchronized (this) {
            known = grpc;
        }
        if (known != null) {
            known.close();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
