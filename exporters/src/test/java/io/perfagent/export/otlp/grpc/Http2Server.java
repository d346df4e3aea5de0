package io.perfagent.export.otlp.grpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Sends what it is told on one connection and takes down the frames it gets. */
final class Http2Server implements AutoCloseable {
    /** Type, flags, stream and payload of a frame. */
    record Frame(int type, int flags, int streamId, byte[] payload) {}

    /** What to send; it may wait for frames, and returning closes the connection. */
    interface Script {
        void run(Http2Server server, OutputStream out) throws IOException;
    }

    static final byte[] SETTINGS = frame(Frames.SETTINGS, 0, 0);

    final List<Frame> received = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private volatile Socket connection;

    Http2Server(Script script) throws IOException {
        start("http2-server", () -> {
            try (Socket socket = listening.accept()) {
                connection = socket;
                Thread reading = start("http2-server-reader", () -> read(socket));
                script.run(this, socket.getOutputStream());
                socket.shutdownOutput();
                reading.join(20_000);
            } catch (IOException | InterruptedException e) {
                // The client has gone, which is what hostile servers are for.
                return;
            }
        });
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            in.readNBytes(24);
            while (true) {
                byte[] head = in.readNBytes(9);
                if (head.length < 9) {
                    break;
                }
                int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
                byte[] payload = in.readNBytes(length);
                add(new Frame(head[3], head[4], Bytes.int31(head, 5), payload));
            }
        } catch (IOException e) {
            add(new Frame(-1, 0, 0, new byte[0]));
        }
        add(new Frame(-1, 0, 0, new byte[0]));
    }

    private synchronized void add(Frame frame) {
        received.add(frame);
        notifyAll();
    }

    /** Waits for {@code count} frames of a type, or for the end of the connection. */
    synchronized void await(int type, int count) throws IOException {
        while (received.stream().filter(frame -> frame.type() == type).count() < count) {
            if (received.stream().anyMatch(frame -> frame.type() == -1)) {
                throw new IOException("closed");
            }
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    static byte[] frame(int type, int flags, int streamId, int... payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[0] = (byte) (payload.length >> 16);
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        Bytes.putInt32(frame, 5, streamId);
        for (int i = 0; i < payload.length; i++) {
            frame[9 + i] = (byte) payload[i];
        }
        return frame;
    }

    static byte[] headers(int flags, int streamId, String... fields) {
        HeaderBlock block = new HeaderBlock();
        for (int i = 0; i < fields.length; i += 2) {
            block.add(fields[i], fields[i + 1]);
        }
        int[] payload = new int[block.size()];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = block.array()[i];
        }
        return frame(Frames.HEADERS, flags, streamId, payload);
    }

    /** The whole answer to a call that went well, with an empty message. */
    static byte[] success(int streamId) {
        return join(
                headers(Frames.END_HEADERS, streamId, ":status", "200", "content-type", "application/grpc"),
                frame(Frames.DATA, 0, streamId, 0, 0, 0, 0, 0),
                headers(Frames.END_HEADERS | Frames.END_STREAM, streamId, "grpc-status", "0"));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        Socket socket = connection;
        if (socket != null) {
            socket.close();
        }
    }
}
