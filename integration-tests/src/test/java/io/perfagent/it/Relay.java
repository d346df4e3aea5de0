package io.perfagent.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A way to a server on this machine that can be taken away with all connections on it, or on which answers are late. */
public final class Relay implements AutoCloseable {
    private static final int CHUNK_BYTES = 16 << 10;

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong answers = new AtomicLong();
    private volatile int lateOneIn;
    private volatile long lateNanos;

    /** From one port to another, as of now. */
    public Relay(int from, int to) throws IOException {
        listening = new ServerSocket(from, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket client = listening.accept();
                open.add(client);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(server);
                daemon(() -> copy(client, server, false));
                daemon(() -> copy(server, client, true));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        return; // one end is closed
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on one piece of an answer in so many is held back, with all that follows it on its connection. */
    public void delayAnswers(int oneIn, long nanos) {
        lateNanos = nanos;
        lateOneIn = oneIn;
    }

    /** Pieces of answers that have come so far: about as many as there were calls. */
    public long answers() {
        return answers.get();
    }

    private void copy(Socket from, Socket to, boolean answer) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (answer) {
                    answers.incrementAndGet();
                    holdBack();
                }
                out.write(chunk, 0, read);
            }
        } finally {
            open.remove(from);
        }
    }

    private void holdBack() {
        int oneIn = lateOneIn;
        if (oneIn > 0 && ThreadLocalRandom.current().nextInt(oneIn) == 0) {
            LockSupport.parkNanos(lateNanos);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
