package io.perfagent.coldstart.record;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of work that make up a start, as hooks tell of them: kind, name, thread, begin and end.
 *
 * <p>Open from the agent's start until the application has started; closed, {@link #isOpen} is one volatile read, and the
 * hooks do nothing more. At most {@value #MAX_RECORDS} pieces are kept, the rest is counted. Which lies within which is seen
 * later, from the times, so that nothing has to follow a thread. Safe for all threads.
 */
public final class StartRecorder {
    /** The one of this JVM; hooks know no other way to it. */
    public static final StartRecorder SHARED = new StartRecorder();

    public static final int MAX_RECORDS = 8192;

    /** Tasks, waits and releases stop here: of those there may be any number, and the other pieces need room. */
    private static final int MAX_OF_THREADS = MAX_RECORDS / 2;

    /** A name is kept up to this length. */
    public static final int MAX_NAME_CHARS = 200;

    private final AtomicInteger used = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicInteger starting = new AtomicInteger();
    private volatile boolean open;
    private @Nullable String readySignal;

    /** Whether nobody around the one that said so is still starting. */
    private volatile boolean readyIsSettled;

    private long readyNanos;
    private volatile boolean keepsContainer;
    private volatile @Nullable Object container;
    private @Nullable StartRecord @Nullable [] records;

    /** A recorder of its own, closed; for tests. */
    public StartRecorder() {}

    /** Begins to record; what was recorded before is forgotten. */
    public synchronized void open() {
        records = new StartRecord[MAX_RECORDS];
        used.set(0);
        dropped.set(0);
        starting.set(0);
        readySignal = null;
        readyIsSettled = false;
        open = true;
    }

    /** Records nothing from now on; pieces that are under way can still be ended. */
    public synchronized void close() {
        open = false;
    }

    /** Gives the memory back, once a report has been made. */
    public synchronized void forget() {
        open = false;
        records = null;
        container = null;
    }

    /** Asks for {@link #container}: it is held until {@link #forget}. */
    public void keepContainer() {
        keepsContainer = true;
    }

    void container(@Nullable Object told) {
        if (keepsContainer && open) {
            container = told;
        }
    }

    /** What a framework has handed over with its word that it is ready, if that was asked for: Spring's context. */
    public @Nullable Object container() {
        return container;
    }

    public boolean isOpen() {
        return open;
    }

    /**
     * A piece of work begins on the calling thread.
     *
     * @param kind one of {@link Kind}
     * @param name what it is to a person: a bean's name, a host, a class
     * @return the piece, to be given to {@link #end}; null when it is not recorded
     */
    public @Nullable StartRecord begin(int kind, String name) {
        return open ? begin(kind, name, 0) : null;
    }

    /** As above; {@code subject} is the identity hash of the object it is about, by which a wait finds who ended it. */
    public @Nullable StartRecord begin(int kind, String name, int subject) {
        return add(kind, name, subject, System.nanoTime());
    }

    /** A piece of work of the calling thread that began earlier, at {@code startNanos}; as {@link #begin}. */
    public @Nullable StartRecord add(int kind, String name, int subject, long startNanos) {
        @Nullable StartRecord @Nullable [] all = records;
        if (!open || all == null) {
            return null;
        }
        int room = kind == Kind.TASK || kind == Kind.WAIT || kind == Kind.RELEASE ? MAX_OF_THREADS : MAX_RECORDS;
        int index = used.get() >= room ? MAX_RECORDS : used.getAndIncrement();
        if (index >= MAX_RECORDS) {
            dropped.getAndIncrement();
            return null;
        }
        Thread thread = Thread.currentThread();
        String kept = name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) : name;
        StartRecord made = new StartRecord(kind, kept, subject, thread.getId(), thread.getName(), startNanos);
        all[index] = made;
        return made;
    }

    /** A piece of work is over; {@code failed} if by an exception. */
    public static void end(StartRecord piece, boolean failed) {
        piece.failed = failed;
        piece.endNanos = System.nanoTime();
    }

    /**
     * A framework or a server begins to start. Each {@code startBegins} is followed by one {@link #startEnds}, whether it
     * succeeds or not.
     */
    void startBegins() {
        starting.getAndIncrement();
    }

    void startEnds() {
        starting.getAndDecrement();
    }

    /**
     * A framework or a server says that the application is ready. The outermost is believed: it contains the others. Tells
     * nothing once closed.
     *
     * @param own how many of the starts under way are its own: 1 before it has ended its start, 0 afterwards
     */
    synchronized void ready(String framework, int own) {
        if (open && !readyIsSettled) {
            readyNanos = System.nanoTime();
            readySignal = framework;
            readyIsSettled = starting.get() <= own;
        }
    }

    /** Whether a framework or a server is in the middle of its start; one that is ready may stay in the call that started it. */
    public boolean isStarting() {
        return starting.get() > 0 && !readyIsSettled;
    }

    /** Who said so, such as {@code Spring Boot}; null as long as nobody has, or one around it is still starting. */
    public synchronized @Nullable String readySignal() {
        return readyIsSettled || starting.get() <= 0 ? readySignal : null;
    }

    /** When it said so, {@link System#nanoTime}; has a meaning only where there is a signal. */
    public synchronized long readyNanos() {
        return readyNanos;
    }

    /** What was recorded so far, oldest first; pieces under way have no end. */
    public StartRecord[] records() {
        @Nullable StartRecord @Nullable [] all = records;
        int count = all == null ? 0 : Math.min(used.get(), MAX_RECORDS);
        StartRecord[] copy = new StartRecord[count];
        int kept = 0;
        for (int i = 0; i < count && all != null; i++) {
            StartRecord one = all[i];
            if (one != null) { // else taken by a thread that has not written it yet
                copy[kept++] = one;
            }
        }
        return kept == count ? copy : Arrays.copyOf(copy, kept);
    }

    /** Pieces that found no room. */
    public int dropped() {
        return dropped.get();
    }
}
