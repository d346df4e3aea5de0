package io.perfagent.it.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** {@link CommandApp} that gets into trouble of one kind or another when it is told to. */
public final class StrainApp {
    private static final Object LOCK = new Object();
    private static final List<byte[]> LEAK = new ArrayList<>();
    private static volatile boolean contended;
    private static volatile byte[] churned = {};

    private StrainApp() {}

    public static void main(String[] arguments) throws Exception {
        CommandApp.serve(new Commands()
                .add("profile", HotApp::profile)
                .add("threads", argument -> threads(Integer.parseInt(argument)))
                .add("contend", argument -> contend(argument.equals("on")))
                .add("leak", argument -> leak(Integer.parseInt(argument)))
                .add("wait", argument -> sleep(Integer.parseInt(argument)))
                .add("burn", argument -> background(StrainApp::burn))
                .add("simmer", argument -> background(StrainApp::simmer))
                .add("churn", argument -> background(StrainApp::churn))
                .add("direct", argument -> direct())
                .add("pin", argument -> pin())
                .add("read", argument -> read()));
    }

    private static String background(Runnable work) {
        Thread thread = new Thread(work, "strain");
        thread.setDaemon(true);
        thread.start();
        return "begun";
    }

    /** So many that wait, and for good. */
    private static String threads(int count) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(count);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(
                    null,
                    () -> {
                        started.countDown();
                        await(never);
                    },
                    "many-" + i,
                    64 << 10);
            thread.setDaemon(true);
            thread.start();
        }
        started.await();
        return "started";
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Eight threads that want one lock, of which each holds it for some time. */
    private static String contend(boolean on) {
        contended = on;
        for (int i = 0; i < 8 && on; i++) {
            background(StrainApp::queue);
        }
        return "contended";
    }

    private static void queue() {
        while (contended) {
            inside();
        }
    }

    static void inside() {
        synchronized (LOCK) {
            sleep(5);
        }
    }

    /** Memory outside the heap. */
    private static String direct() {
        return Integer.toString(ByteBuffer.allocateDirect(8 << 20).capacity());
    }

    private static String sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "waited";
    }

    /** Collects before and after, so that what the last collection has left is known. */
    private static String leak(int megabytes) {
        for (int i = 0; i < megabytes; i++) {
            LEAK.add(new byte[1 << 20]);
        }
        System.gc();
        return "held";
    }

    static void burn() {
        double x = 1;
        while (x > 0) {
            x = burn(x);
        }
    }

    /** A quarter of {@link #burn}, about: enough to be sampled, and to leave the other tests a processor. */
    static void simmer() {
        double x = 1;
        while (x > 0) {
            long start = System.nanoTime();
            x = burn(x);
            LockSupport.parkNanos(3 * (System.nanoTime() - start));
        }
    }

    private static double burn(double from) {
        double x = from;
        for (int i = 0; i < 1_000_000; i++) {
            x = x * 1.000001 + 1;
            x = x > 1e100 ? 1 : x;
        }
        return x;
    }

    static void churn() {
        while (true) {
            churned = new byte[1024];
        }
    }

    /** A virtual thread that sleeps where it cannot let go of its carrier: while a class is initialised. */
    private static String pin() throws Exception {
        Thread thread = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable)
                        () -> Slow.value++);
        thread.join();
        return "pinned";
    }

    /** Waits for a byte on a socket. */
    private static String read() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            background(() -> {
                sleep(300);
                try {
                    accepted.getOutputStream().write(1);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return client.getInputStream().read() == 1 ? "read" : "nothing";
        }
    }

    private static final class Slow {
        static int value = sleep(300).length();
    }
}
