package io.perfagent.sample.lean.resp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A Redis server on a loopback port, one daemon thread per connection.
 *
 * <p>It knows PING, HELLO (RESP2 and RESP3), CLIENT (SETINFO, SETNAME, ID), SELECT (database 0), GET, SET, MGET, DEL,
 * INCR, EXPIRE, HGET, HSET, HGETALL and QUIT, and answers anything else with {@code -ERR unknown command}. Nothing is
 * evicted: memory grows with the keys that its only client, the sample, writes. Thread-safe. Source of the protocol:
 * <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">Redis serialization protocol
 * specification</a>.
 */
public final class RespServer implements Closeable {
    private static final int MAX_CONNECTIONS = 256;
    private static final long RETRY_NANOS = 10_000_000;

    private final ServerSocket listener;
    private final Commands commands = new Commands(new Keyspace(System::currentTimeMillis));
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastConnectionId = new AtomicLong();

    private RespServer(ServerSocket listener) {
        this.listener = listener;
    }

    /**
     * Starts a server with an empty keyspace.
     *
     * @param port the port to listen on, or 0 for any free one
     * @throws IOException if the port can't be opened
     */
    public static RespServer start(int port) throws IOException {
        RespServer server = new RespServer(new ServerSocket(port, 128, InetAddress.getLoopbackAddress()));
        startDaemon(server::acceptConnections, "resp-accept");
        return server;
    }

    /** The port it listens on, 1 to 65535. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Closes the port and every open connection; the threads end by themselves. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void acceptConnections() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException closedOrOutOfDescriptors) {
                // The second may last: don't spin on it.
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private void accept(Socket socket) throws IOException {
        connections.add(socket);
        // The second look closes what close() may have missed while this connection was being added.
        if (connections.size() > MAX_CONNECTIONS || listener.isClosed()) {
            connections.remove(socket);
            socket.close();
            return;
        }
        long id = lastConnectionId.incrementAndGet();
        startDaemon(() -> serve(socket, id), "resp-" + id);
    }

    private void serve(Socket socket, long id) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new RespConnection(id, socket.getInputStream(), socket.getOutputStream(), commands).serve();
        } catch (IOException clientHasGone) {
            // Nothing to tell it, and nothing is left open.
        } finally {
            connections.remove(socket);
        }
    }

    private static void startDaemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
