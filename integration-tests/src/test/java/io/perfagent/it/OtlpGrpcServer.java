package io.perfagent.it;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC side of the {@link OtlpSink}: gRPC's own server, with every {@code Export} handed over as the request to the
 * path of its signal. Scripted HTTP statuses are answered as the gRPC statuses that mean the same.
 */
final class OtlpGrpcServer implements AutoCloseable {
    /** Where requests go. */
    interface Receiver {
        /** Keeps what was sent; the answer to give. */
        OtlpReply receive(String path, Map<String, String> headers, byte[] message) throws InterruptedException;

        /** The message of an answer that is a success. */
        byte[] message(String path, OtlpReply reply);
    }

    private final Receiver receiver;
    private final Server server;

    OtlpGrpcServer(Receiver receiver, ExecutorService threads) {
        this.receiver = receiver;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .executor(threads)
                    .fallbackHandlerRegistry(new Methods())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Methods extends HandlerRegistry {
        @Override
        public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            if (!name.startsWith("opentelemetry.proto.collector.") || !name.endsWith("Service/Export")) {
                return null;
            }
            String path = "/v1/" + name.split("\\.")[3].replace("trace", "traces");
            return ServerMethodDefinition.create(
                    MethodDescriptor.<byte[], byte[]>newBuilder()
                            .setType(MethodDescriptor.MethodType.UNARY)
                            .setFullMethodName(name)
                            .setRequestMarshaller(new Raw())
                            .setResponseMarshaller(new Raw())
                            .build(),
                    new Handler(path));
        }
    }

    private final class Handler implements ServerCallHandler<byte[], byte[]> {
        private final String path;

        Handler(String path) {
            this.path = path;
        }

        @Override
        public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata metadata) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (String name : metadata.keys()) {
                if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                    headers.put(name, metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
                }
            }
            call.request(2);
            return new ServerCall.Listener<>() {
                private byte[] message = new byte[0];

                @Override
                public void onMessage(byte[] received) {
                    message = received;
                }

                @Override
                public void onHalfClose() {
                    try {
                        answer(call, receiver.receive(path, headers, message));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        call.close(Status.UNAVAILABLE, new Metadata());
                    }
                }
            };
        }

        private void answer(ServerCall<byte[], byte[]> call, OtlpReply reply) {
            if (reply.status() == 200) {
                call.sendHeaders(new Metadata());
                call.sendMessage(receiver.message(path, reply));
                call.close(Status.OK, new Metadata());
                return;
            }
            Status.Code code = code(reply.status());
            com.google.rpc.Status.Builder status =
                    com.google.rpc.Status.newBuilder().setCode(code.value());
            if (reply.retryAfter() != null) {
                status.addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(Long.parseLong(reply.retryAfter())))
                        .build()));
            }
            call.close(
                    code.toStatus(),
                    StatusProto.toStatusRuntimeException(status.build()).getTrailers());
        }

        private static Status.Code code(int httpStatus) {
            return switch (httpStatus) {
                case 400 -> Status.Code.INVALID_ARGUMENT;
                case 429 -> Status.Code.RESOURCE_EXHAUSTED;
                case 0, 502, 503, 504 -> Status.Code.UNAVAILABLE;
                default -> Status.Code.INTERNAL;
            };
        }
    }

    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
