package io.perfagent.it.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests that arrive when they arrive, whether earlier ones are answered or not: an open loop. Latency counts from the
 * intended moment (no coordinated omission). One thread, a connection for each request in flight, kept for later ones.
 *
 * <p>A request that has no answer within the time-out is given up and its connection closed, as a client would. Not
 * thread-safe.
 */
final class OpenLoad implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 64 << 10;
    private static final long MAX_PARK_NANOS = 200_000; // an answer is noticed that much late

    private final InetSocketAddress address;
    private final long timeoutNanos;
    private final Selector selector;
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Connection> inFlight = new ArrayDeque<>(); // in the order of their starts

    /** Told of each request once. */
    interface Outcomes {
        /**
         * @param intendedNanos the moment it should have been sent
         * @param sentNanos the moment it was
         * @param endNanos the moment of its answer, or of giving up
         * @param status 0: no answer in time, or a broken connection
         * @param body of the answer; empty if there is none
         */
        void ended(int kind, long intendedNanos, long sentNanos, long endNanos, int status, String body);
    }

    /** When what is sent. */
    interface Arrivals {
        /** The next moment, not before the last; {@link Long#MAX_VALUE} for no more. */
        long nextNanos();

        /** What is sent then: an index of the targets. */
        int kind();
    }

    private static final class Connection {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(MAX_ANSWER_BYTES);

        @Nullable
        ByteBuffer toSend; // until it is connected

        boolean busy;
        int status; // of a whole answer, negative if the connection ends with it; 0 while there is more to come
        String body = "";
        int kind;
        long intendedNanos;
        long sentNanos;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    OpenLoad(int port, long timeoutNanos) throws IOException {
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.timeoutNanos = timeoutNanos;
        selector = Selector.open();
    }

    /** Sends all that arrives and waits for the answers. */
    void run(String[] targets, Arrivals arrivals, Outcomes outcomes) throws IOException {
        ByteBuffer[] requests = new ByteBuffer[targets.length];
        for (int i = 0; i < targets.length; i++) {
            requests[i] = ByteBuffer.wrap(("GET " + targets[i] + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
        }
        long next = arrivals.nextNanos();
        while (next != Long.MAX_VALUE || !inFlight.isEmpty()) {
            long now = System.nanoTime();
            while (next != Long.MAX_VALUE && next - now <= 0) {
                send(requests[arrivals.kind()].duplicate(), arrivals.kind(), next, outcomes);
                next = arrivals.nextNanos();
            }
            giveUp(now, outcomes);
            long waitMillis = next == Long.MAX_VALUE ? 10 : Math.min(10, (next - now) / 1_000_000);
            if (waitMillis <= 0) {
                // The processors are shared with what is measured: no spinning for the rest of a millisecond.
                LockSupport.parkNanos(Math.min(MAX_PARK_NANOS, next - System.nanoTime()));
                selector.selectNow();
            } else {
                selector.select(waitMillis);
            }
            receive(outcomes);
        }
    }

    private void send(ByteBuffer request, int kind, long intendedNanos, Outcomes outcomes) throws IOException {
        Connection connection = idle.pollLast();
        while (connection != null && !connection.channel.isOpen()) {
            connection = idle.pollLast(); // the server has closed it
        }
        long now = System.nanoTime();
        try {
            if (connection == null) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false); // a full backlog must not hold the others back
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connection = new Connection(channel);
                boolean connected = channel.connect(address);
                channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, connection);
            }
            connection.busy = true;
            connection.kind = kind;
            connection.intendedNanos = intendedNanos;
            connection.sentNanos = now;
            connection.in.clear();
            connection.status = 0;
            connection.body = "";
            if (connection.channel.isConnected()) {
                connection.channel.write(request); // a hundred bytes always fit an empty socket buffer
            } else {
                connection.toSend = request;
            }
            inFlight.add(connection);
        } catch (IOException e) {
            if (connection != null) {
                connection.channel.close();
            }
            outcomes.ended(kind, intendedNanos, now, System.nanoTime(), 0, "");
        }
    }

    private void giveUp(long now, Outcomes outcomes) throws IOException {
        for (Connection first = inFlight.peekFirst(); first != null; first = inFlight.peekFirst()) {
            if (first.busy && now - first.sentNanos < timeoutNanos) {
                return;
            }
            inFlight.pollFirst();
            if (first.busy) {
                end(first, 0, now, outcomes);
                first.channel.close();
            } else if (first.channel.isOpen()) {
                idle.addLast(first);
            }
        }
    }

    private static void end(Connection connection, int status, long now, Outcomes outcomes) {
        connection.busy = false;
        outcomes.ended(connection.kind, connection.intendedNanos, connection.sentNanos, now, status, connection.body);
    }

    private void receive(Outcomes outcomes) throws IOException {
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            SelectionKey key = keys.next();
            Connection connection = (Connection) key.attachment();
            keys.remove();
            int read;
            try {
                if (connection.toSend != null) {
                    connection.channel.finishConnect();
                    key.interestOps(SelectionKey.OP_READ);
                    connection.channel.write(connection.toSend);
                    connection.toSend = null;
                }
                read = connection.channel.read(connection.in);
            } catch (IOException e) {
                read = -1;
            }
            long now = System.nanoTime();
            if (read >= 0) {
                parse(connection);
            }
            int status = read < 0 ? 0 : connection.status;
            boolean close = read < 0 || status < 0;
            if (connection.busy && (close || status > 0)) {
                end(connection, Math.abs(status), now, outcomes);
            }
            if (close) {
                connection.channel.close(); // taken out of the queue, and not kept, by giveUp
            }
            if (!connection.busy && !close && inFlight.remove(connection)) {
                idle.addLast(connection);
            }
        }
    }

    /** Takes status and body from a whole answer. */
    private static void parse(Connection connection) {
        ByteBuffer in = connection.in;
        String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT);
        int length = head.indexOf("\r\ncontent-length:");
        if (length < 0) {
            throw new IllegalStateException("an answer without a length: " + head);
        }
        int lineEnd = head.indexOf("\r\n", length + 2);
        String value = head.substring(length + 17, lineEnd < 0 ? head.length() : lineEnd);
        int whole = end + 4 + Integer.parseInt(value.strip());
        if (in.position() < whole) {
            return;
        }
        int status = Integer.parseInt(head.substring(9, 12));
        connection.status = head.contains("\r\nconnection: close") ? -status : status;
        connection.body = text.substring(end + 4, whole);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
