package io.perfagent.it.boot;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;

/**
 * {@link CommandApp} with, from {@code heat} on, a thread that is hot in one method and allocates in another;
 * {@code profile} asks over JMX.
 */
public final class HotApp {
    static volatile double burnt;
    static volatile byte[] held = {};

    private HotApp() {}

    public static void main(String[] arguments) throws Exception {
        CommandApp.serve(new Commands()
                .add("heat", HotApp::heat)
                .add("work", argument -> work())
                .add("profile", HotApp::profile));
    }

    private static String heat(String argument) {
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        long start = System.nanoTime();
                        burnt = burn(burnt);
                        allocate();
                        LockSupport.parkNanos(System.nanoTime() - start); // leaves the other tests a processor
                    }
                },
                "hot");
        thread.setDaemon(true);
        thread.start();
        return "hot";
    }

    /** What a request costs; nothing else does it. */
    static String work() {
        double x = 1;
        for (int i = 0; i < 30; i++) {
            x = burn(x);
        }
        return x > 0 ? "worked" : "";
    }

    static double burn(double from) {
        double x = from + 1;
        for (int i = 0; i < 1_000_000; i++) {
            x = x * 1.000001 + i % 3;
            x = x > 1e100 ? 1 : x;
        }
        return x;
    }

    static void allocate() {
        held = new byte[64 << 10];
    }

    /** {@code start} and options, {@code result} and a number, or {@code stop}. */
    static String profile(String argument) throws Exception {
        int space = argument.indexOf(' ');
        String operation = space < 0 ? argument : argument.substring(0, space);
        boolean alone = operation.equals("stop");
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("io.perfagent:type=Profile"),
                        operation,
                        alone ? new Object[0] : new Object[] {argument.substring(space + 1)},
                        alone ? new String[0] : new String[] {String.class.getName()});
    }
}
