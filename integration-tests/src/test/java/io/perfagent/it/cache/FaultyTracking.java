package io.perfagent.it.cache;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Tracking as one might write it, with one fault of a kind, or none: what the checker must tell apart. */
final class FaultyTracking {
    /** What is wrong with it. */
    enum Fault {
        NONE(true),
        NO_INVALIDATION(false),
        KEPT_OVER_RECONNECT(true),
        NO_GAP_DETECTION(false);

        final boolean withTrouble;

        Fault(boolean withTrouble) {
            this.withTrouble = withTrouble;
        }
    }

    private static final long DEAF_NANOS = TrackedRedis.BOUND_NANOS + 2_000_000_000L;
    private static final long PAUSE_NANOS = 500_000_000L;

    private final int port;
    private final String password;
    private final String prefix;
    private final Fault fault;
    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final AtomicBoolean live = new AtomicBoolean();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean ended;

    FaultyTracking(int port, String password, String prefix, Fault fault) {
        this.port = port;
        this.password = password;
        this.prefix = prefix;
        this.fault = fault;
    }

    /** It follows no more once its server is gone. */
    void end() {
        ended = true;
    }

    TrackedRedis.Reader open() throws IOException {
        if (begun.compareAndSet(false, true)) {
            Thread thread = new Thread(this::follow, "faulty-tracking");
            thread.setDaemon(true);
            thread.start();
        }
        return new Reading(new RespWire(port, password));
    }

    private final class Reading implements TrackedRedis.Reader {
        private final RespWire wire;

        Reading(RespWire wire) {
            this.wire = wire;
        }

        @Override
        public String get(String key) {
            String known = live.get() || fault != Fault.NONE ? kept.get(key) : null;
            if (known != null) {
                return known;
            }
            long before = version.get();
            try {
                String value = (String) wire.ask("GET", key);
                keep(key, value, before);
                return value;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    private synchronized void keep(String key, String value, long before) {
        if (value != null && live.get() && version.get() == before) {
            kept.put(key, value);
        }
    }

    private void follow() {
        while (!ended) {
            try (RespWire wire = new RespWire(port, password)) {
                wire.ask("HELLO", "3");
                wire.ask("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", prefix);
                if (fault != Fault.KEPT_OVER_RECONNECT) {
                    forget();
                }
                live.set(true);
                long deafFrom = System.nanoTime() + PAUSE_NANOS;
                while (true) {
                    Object told = wire.next();
                    long now = System.nanoTime();
                    boolean deaf = fault == Fault.NO_GAP_DETECTION && now > deafFrom && now < deafFrom + DEAF_NANOS;
                    if (!deaf && fault != Fault.NO_INVALIDATION) {
                        act(told);
                    }
                }
            } catch (IOException e) {
                live.set(false);
                if (fault != Fault.KEPT_OVER_RECONNECT) {
                    forget();
                }
                LockSupport.parkNanos(PAUSE_NANOS); // writes meanwhile are told to nobody
            }
        }
    }

    private synchronized void forget() {
        version.incrementAndGet();
        kept.clear();
    }

    private synchronized void act(Object told) {
        if (told instanceof List<?> push && push.size() == 2 && push.get(1) instanceof List<?> keys) {
            version.incrementAndGet();
            keys.forEach(kept::remove);
        } else {
            forget();
        }
    }
}
