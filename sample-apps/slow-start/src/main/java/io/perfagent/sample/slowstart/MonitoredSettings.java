package io.perfagent.sample.slowstart;

import java.util.concurrent.CountDownLatch;
import org.springframework.stereotype.Component;

/** {@link Cause#MONITOR}: a thread that loads the settings is in the monitor before the main thread wants to enter. */
@Component
class MonitoredSettings {
    private final Object monitor = new Object();
    private int loaded;

    MonitoredSettings() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Thread loader = new Thread(() -> load(held), "settings-loader");
        loader.start();
        held.await();
        synchronized (monitor) {
            loaded++;
        }
    }

    private void load(CountDownLatch held) {
        synchronized (monitor) {
            held.countDown();
            Cause.MONITOR.sleep();
            loaded++;
        }
    }
}
