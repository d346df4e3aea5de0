package io.perfagent.export.otlp;

import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import io.opentelemetry.proto.collector.profiles.v1development.ProfilesServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A gRPC server on loopback, of gRPC's own making, that keeps what it gets and answers as it is told, with nothing when
 * told nothing.
 */
final class GrpcSink implements AutoCloseable {
    private static final Context.Key<Metadata> HEADERS = Context.key("headers");
    /** Held, so that its level stays: streams that end early are what is tested. */
    private static final Logger LOGGER = Logger.getLogger("io.grpc");

    static {
        LOGGER.setLevel(Level.OFF);
    }

    /** Keeps silent until the sink is closed. */
    static final Object SILENCE = new Object();

    /** What came in: its service, headers, message, and what the client allows for it. */
    record Call(String method, Metadata headers, Object message, boolean deadline) {
        String header(String name) {
            return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        }
    }

    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger connections = new AtomicInteger();
    final CountDownLatch silenced = new CountDownLatch(1);
    private final Deque<Object> answers = new ArrayDeque<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final boolean gzip;
    private final Server server;

    GrpcSink() throws IOException {
        this(0, false, builder -> builder);
    }

    GrpcSink(int port, boolean gzip, UnaryOperator<NettyServerBuilder> setting) throws IOException {
        this.gzip = gzip;
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .maxInboundMessageSize(64 << 20)
                .maxInboundMetadataSize(256 * 1024)
                .addService(new Traces())
                .addService(new Metrics())
                .addService(new Logs())
                .addService(new Profiles())
                .intercept(new Recorder())
                .addTransportFilter(new ServerTransportFilter() {
                    @Override
                    public io.grpc.Attributes transportReady(io.grpc.Attributes attributes) {
                        connections.incrementAndGet();
                        return attributes;
                    }
                });
        server = setting.apply(builder).build().start();
    }

    int port() {
        return server.getPort();
    }

    String url() {
        return "http://localhost:" + port();
    }

    /** Adds an answer: a response message, a status, or {@link #SILENCE}. */
    synchronized GrpcSink answer(Object answer) {
        answers.add(answer);
        return this;
    }

    /** A status that says when to come back. */
    static StatusRuntimeException withRetryInfo(Status.Code code, long millis) {
        RetryInfo info = RetryInfo.newBuilder()
                .setRetryDelay(
                        Duration.newBuilder().setSeconds(millis / 1000).setNanos((int) (millis % 1000) * 1_000_000))
                .build();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage("busy")
                .addDetails(com.google.protobuf.Any.pack(com.google.rpc.ErrorInfo.getDefaultInstance()))
                .addDetails(com.google.protobuf.Any.pack(info))
                .build());
    }

    private synchronized Object next() {
        return answers.poll();
    }

    private <T> void handle(String method, Object message, T ok, Class<T> type, StreamObserver<T> observer) {
        calls.add(new Call(method, HEADERS.get(), message, Context.current().getDeadline() != null));
        Object answer = next();
        if (answer == SILENCE) {
            silenced.countDown();
            await();
            observer.onError(Status.ABORTED.asException());
        } else if (answer instanceof Status status) {
            observer.onError(status.asException());
        } else if (answer instanceof Throwable failure) {
            observer.onError(failure);
        } else {
            observer.onNext(answer == null ? ok : type.cast(answer));
            observer.onCompleted();
        }
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says good-bye to clients and does not wait. */
    void beginShutdown() {
        server.shutdown();
    }

    @Override
    public void close() {
        server.shutdownNow();
        end.countDown();
        try {
            server.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Recorder implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (gzip) {
                call.setCompression("gzip");
            }
            return io.grpc.Contexts.interceptCall(Context.current().withValue(HEADERS, headers), call, headers, next);
        }
    }

    private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
            handle(
                    "traces",
                    request,
                    ExportTraceServiceResponse.getDefaultInstance(),
                    ExportTraceServiceResponse.class,
                    observer);
        }
    }

    private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
        @Override
        public void export(ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> observer) {
            handle(
                    "metrics",
                    request,
                    ExportMetricsServiceResponse.getDefaultInstance(),
                    ExportMetricsServiceResponse.class,
                    observer);
        }
    }

    private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
        @Override
        public void export(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> observer) {
            handle(
                    "logs",
                    request,
                    ExportLogsServiceResponse.getDefaultInstance(),
                    ExportLogsServiceResponse.class,
                    observer);
        }
    }

    private final class Profiles extends ProfilesServiceGrpc.ProfilesServiceImplBase {
        @Override
        public void export(
                ExportProfilesServiceRequest request, StreamObserver<ExportProfilesServiceResponse> observer) {
            handle(
                    "profiles",
                    request,
                    ExportProfilesServiceResponse.getDefaultInstance(),
                    ExportProfilesServiceResponse.class,
                    observer);
        }
    }
}
