package io.perfagent.it.harm;

import io.perfagent.it.boot.CommandApp;
import io.perfagent.it.boot.Commands;

/** Collects garbage without a pause, when it is told to, until it is told to stop. */
public final class StressedApp {
    private static volatile boolean collecting;

    private StressedApp() {}

    public static void main(String[] arguments) throws Exception {
        CommandApp.serve(new Commands().add("collect", StressedApp::collect).add("rest", StressedApp::rest));
    }

    private static String collect(String argument) {
        collecting = true;
        Thread thread = new Thread(StressedApp::run, "collecting");
        thread.setDaemon(true);
        thread.start();
        return "collecting";
    }

    private static void run() {
        while (collecting) {
            System.gc();
        }
    }

    private static String rest(String argument) {
        collecting = false;
        return "resting";
    }
}
