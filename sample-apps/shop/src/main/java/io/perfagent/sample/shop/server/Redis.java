package io.perfagent.sample.shop.server;

import io.perfagent.sample.lean.resp.RespServer;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** A Redis on a free loopback port: a process of its own, or a server in this one where that can't run. */
public final class Redis implements Closeable {
    private final int port;
    private final String description;
    private final Closeable server;

    private Redis(int port, String description, Closeable server) {
        this.port = port;
        this.description = description;
        this.server = server;
    }

    /**
     * Starts an empty Redis.
     *
     * @param directory for its files; deleted by the caller, after {@link #close}
     */
    public static Redis start(Path directory) throws IOException {
        try {
            return process(directory);
        } catch (IOException | RuntimeException e) {
            return inProcess(", because Redis can't start here: " + StartFailure.reason(e));
        }
    }

    /** Starts the server inside this process, which needs nothing of the machine. */
    public static Redis inProcess() throws IOException {
        return inProcess("");
    }

    private static Redis process(Path directory) throws IOException {
        int port = freePort();
        File executable = ExecutableProvider.newJarResourceProvider(
                        Files.createDirectories(directory).toFile())
                .get();
        List<String> command =
                List.of(executable.getPath(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "");
        RedisServer server = new RedisServer(port, command, false);
        server.start();
        return new Redis(port, "Redis on port " + port, server::stop);
    }

    private static Redis inProcess(String why) throws IOException {
        RespServer server = RespServer.start(0);
        return new Redis(server.port(), "in-process RESP server on port " + server.port() + why, server);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** What it is and where it listens. */
    @Override
    public String toString() {
        return description;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
