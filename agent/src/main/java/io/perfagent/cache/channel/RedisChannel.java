package io.perfagent.cache.channel;

import io.perfagent.cache.tier.Lease;
import io.perfagent.trace.ThreadState;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection of our own to one Redis server, on which it tells of every key that anybody changes ({@code CLIENT TRACKING ON
 * BCAST}), and on which it is asked when keys expire. Lost, it is opened again; nothing may be served in between, and what
 * was kept before is not served after. Safe for all threads.
 *
 * <p>It is for writers elsewhere only: nothing orders it against the application's connections, so this process's own writes
 * are told to {@link Keys} by those who see them sent.
 */
public final class RedisChannel {
    private static final String OPENING = "is being opened";

    private static final int MAX_ASKED = 1024;
    private static final int MAX_KEY_BYTES = 1024;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long MAX_PAUSE_MILLIS = 30_000;

    private final Address address;
    private final List<byte[]> prefixes;
    private final Keys keys;
    private final Heartbeat heartbeat = new Heartbeat();
    private final Expiries expiries = new Expiries();
    private final ArrayBlockingQueue<Question> asked = new ArrayBlockingQueue<>(MAX_ASKED);
    private final AtomicLong told = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable RedisLine line;
    private volatile boolean fieldsExpire = true;
    private volatile String state = OPENING;

    /** Whether the last session was; for its own thread. */
    private boolean live;

    private volatile long roundTripNanos = -1;

    /** What the server is asked: when a key expires, or, without a lease, whether it is there. */
    private record Question(
            byte @Nullable [] key, long hash, @Nullable Lease lease, long sentNanos) {}

    /** @param prefixes of the keys that it is to tell of, none of which begins with another; empty for all keys */
    public RedisChannel(Address address, List<byte[]> prefixes, Keys keys) {
        this.address = address;
        this.prefixes = List.copyOf(prefixes);
        this.keys = keys;
    }

    /** Opens it, on a thread of its own. */
    public void start() {
        daemon(this::run, "perf-agent-cache").start();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Ends it: what was kept under it is void. */
    public void close() {
        closed = true;
        lost();
        RedisLine open = line;
        if (open != null) {
            open.close();
        }
        asked.offer(new Question(null, 0, null, 0)); // wakes its thread up
    }

    /** Whether it leads there, and tells of these; as another user only if it is live as it is. */
    public boolean isFor(Address other, List<byte[]> others) {
        boolean there = address.host().equals(other.host()) && address.port() == other.port();
        boolean asUser = address.equals(other) || heartbeat.isLive(System.nanoTime());
        if (!there || !asUser || prefixes.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (!Arrays.equals(prefixes.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether answers about a key may be kept and given out now. */
    public boolean isLive(byte[] key, long nowNanos) {
        return heartbeat.isLive(nowNanos) && covers(key);
    }

    private boolean covers(byte[] key) {
        for (byte[] prefix : prefixes) {
            if (key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                return true;
            }
        }
        return prefixes.isEmpty();
    }

    /** Whether fields of hashes may expire there, of which nothing is told in time. */
    public boolean fieldsExpire() {
        return fieldsExpire;
    }

    /**
     * For how long an answer about a key may be kept; what is not known is asked for, to be known soon. Does not wait.
     *
     * @return nanoseconds; -1 if it is not known yet
     */
    public long leftNanos(byte[] key, long nowNanos) {
        return expiries.leftNanos(key, nowNanos);
    }

    /** Asks when a key expires, unless it is known; before a read of it is sent. Does not wait. */
    public void ask(byte[] key, long nowNanos) {
        if (key.length > MAX_KEY_BYTES || expiries.leftNanos(key, nowNanos) >= 0) {
            return;
        }
        Lease lease = keys.lease(key, nowNanos);
        if (lease != null) {
            asked.offer(new Question(key.clone(), expiries.hash(key), lease, nowNanos)); // full: another time
        }
    }

    /** What it does, in some words; no secret. */
    public String text() {
        long nanos = roundTripNanos;
        return address + " " + state + ", " + told.get() + " keys told"
                + (nanos < 0 ? "" : ", answers in " + nanos / 1000 + " us");
    }

    /** Whether it has been opened, or could not be. */
    public boolean hasNews() {
        return !state.equals(OPENING);
    }

    /** {@link #text} without numbers: another one is news. */
    public String state() {
        return address + " " + state;
    }

    private void run() {
        ThreadState.ignoreThisThread();
        long pause = FIRST_PAUSE_MILLIS;
        while (!closed) {
            live = false;
            try {
                session();
            } catch (SocketTimeoutException e) {
                state = "is lost: no answer";
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                state = "is lost: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            } finally {
                lost();
            }
            pause = live ? FIRST_PAUSE_MILLIS : Math.min(MAX_PAUSE_MILLIS, 2 * pause);
            rest(pause);
        }
        state = "is closed";
    }

    /** Nothing is served from here on, and nothing that was kept is served again. */
    private void lost() {
        heartbeat.lost();
        expiries.clear();
        keys.everything();
    }

    private void rest(long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        long left = until - System.nanoTime();
        while (!closed && left > 0) {
            try {
                asked.poll(left, TimeUnit.NANOSECONDS); // what is asked now is asked in vain
            } catch (InterruptedException e) {
                return;
            }
            left = until - System.nanoTime();
        }
    }

    /** One connection, from its beginning to its end; whether it was ever live. */
    private void session() throws IOException {
        try (RedisLine open = new RedisLine(address, prefixes)) {
            line = open;
            fieldsExpire = open.fieldsExpire();
            heartbeat.opened();
            keys.everything(); // what was read before nobody has told of
            Reader reader = new Reader(open);
            daemon(reader, "perf-agent-cache-reader").start();
            try {
                write(open, reader);
            } finally {
                live = reader.live; // also if it is the writer that finds it broken
            }
            IOException why = reader.failure;
            if (why != null && !reader.live) {
                throw why;
            }
            state = closed ? "is closed" : "is lost: " + (why == null ? "" : reason(why));
        }
    }

    private static String reason(IOException why) {
        return why instanceof SocketTimeoutException ? "no answer" : String.valueOf(why.getMessage());
    }

    /** Asks, and pings every second; the first two at once, since one proves nothing. */
    private void write(RedisLine open, Reader reader) throws IOException {
        asked.clear();
        ping(open, reader);
        ping(open, reader);
        open.flush();
        long next = System.nanoTime() + Heartbeat.INTERVAL_NANOS;
        while (!closed && reader.failure == null) {
            Question one = poll(next - System.nanoTime());
            while (one != null && !closed) {
                if (one.key != null) {
                    reader.waiting.add(one);
                    open.write("PTTL", one.key);
                }
                one = asked.poll();
            }
            if (System.nanoTime() - next >= 0) {
                ping(open, reader);
                next = System.nanoTime() + Heartbeat.INTERVAL_NANOS;
            }
            open.flush();
        }
    }

    private @Nullable Question poll(long nanos) {
        try {
            return asked.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return null;
        }
    }

    private static void ping(RedisLine open, Reader reader) throws IOException {
        reader.waiting.add(new Question(null, 0, null, System.nanoTime()));
        open.write("PING");
    }

    /** Acts on what the server says, in order. */
    private final class Reader implements Runnable {
        final ConcurrentLinkedQueue<Question> waiting = new ConcurrentLinkedQueue<>();
        private final RedisLine open;
        volatile @Nullable IOException failure;
        volatile boolean live;

        Reader(RedisLine open) {
            this.open = open;
        }

        @Override
        public void run() {
            ThreadState.ignoreThisThread();
            try {
                while (!closed) {
                    take(open.read());
                }
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException | OutOfMemoryError e) {
                failure = new IOException(e.toString());
            } finally {
                lost();
                open.close();
                asked.offer(new Question(null, 0, null, 0)); // wakes the writer up
            }
        }

        private void take(@Nullable Object said) throws IOException {
            if (said instanceof RespInput.Push) {
                pushed(((RespInput.Push) said).items());
                return;
            }
            Question question = waiting.poll();
            if (question == null) {
                throw new IOException("the server has answered what nobody asked");
            }
            if (said instanceof RespInput.Failure) {
                throw new RedisLine.Refused(question.key == null ? "PING" : "PTTL", ((RespInput.Failure) said).code());
            }
            if (question.key == null) {
                heartbeat.answered(question.sentNanos);
                roundTripNanos = System.nanoTime() - question.sentNanos;
                if (!live && heartbeat.isLive(System.nanoTime())) {
                    live = true;
                    state = "is live";
                }
            } else if (said instanceof Long && question.lease != null) {
                long left = (Long) said;
                // -1: it does not expire; -2: it is not there.
                expiries.learn(question.hash, question.lease, left < 0 ? Expiries.NEVER : left);
            }
        }

        private void pushed(List<@Nullable Object> items) {
            if (items.size() < 2 || !"invalidate".equals(kind(items.get(0)))) {
                return; // another kind: nothing that was asked for
            }
            Object what = items.get(1);
            if (!(what instanceof List)) {
                keys.everything(); // the server was emptied
                return;
            }
            for (Object key : new ArrayList<>((List<?>) what)) {
                if (key instanceof byte[]) {
                    told.incrementAndGet();
                    keys.changed((byte[]) key);
                }
            }
        }

        private @Nullable Object kind(@Nullable Object value) {
            return value instanceof byte[]
                    ? new String((byte[]) value, java.nio.charset.StandardCharsets.US_ASCII)
                    : value;
        }
    }
}
