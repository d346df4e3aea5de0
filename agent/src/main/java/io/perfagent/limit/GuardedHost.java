package io.perfagent.limit;

import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.instrument.family.OutboundHost;
import io.perfagent.limit.policy.Breaker;
import io.perfagent.limit.policy.HostLimit;
import io.perfagent.limit.policy.Throttle;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One host, or pool of connections, with its breaker, its throttle and, of a host, its limit of calls in progress: they go on
 * whether they hold calls back or not, so that it is known what they would have done. A failure is a connection that was refused or
 * a time-out; an answer of 429 or 503 is the host's own refusal. Safe for all threads; nobody waits for more than a few hundred
 * nanoseconds.
 */
public final class GuardedHost extends OutboundHost {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int DEEPEST_CAUSE = 5;

    /** In place of a port. */
    private static final int POOL = -1;

    /** What nobody has called for so long is not waited for. */
    private static final long QUIET_NANOS = 60_000_000_000L;

    /** Calls that were made without asking. */
    private final LongAdder passed = new LongAdder();

    private final String host;
    private final int port;
    private final String name;
    private final Breaker breaker; // guarded by this, as is what follows
    private final Throttle throttle;
    private final @Nullable HostLimit limit; // of hosts only: a pool is one, and what shares a connection needs none
    private final @Nullable ConnectionPool pool;
    private volatile boolean closed = true;
    private boolean holding;
    private boolean cause;
    private long usedNanos;
    private long calls;
    private long heldBack;
    private long wouldHoldBack;

    GuardedHost(String host, int port, long nowNanos) {
        this(host, port, host + ":" + port, null, new Breaker(nowNanos), new HostLimit(nowNanos), nowNanos);
    }

    /** A pool of connections to a database: its calls are waits for one. */
    GuardedHost(ConnectionPool pool, long nowNanos) {
        this(pool.name(), POOL, "jdbc:" + pool.name(), pool, Breaker.ofWaits(nowNanos), null, nowNanos);
    }

    /** A connection that many share: only commands that are not answered in time are told of, and the first answer after them. */
    static GuardedHost link(String host, int port, long nowNanos) {
        return new GuardedHost(host, port, host + ":" + port, null, Breaker.ofLinks(nowNanos), null, nowNanos);
    }

    private GuardedHost(
            String host,
            int port,
            String name,
            @Nullable ConnectionPool pool,
            Breaker breaker,
            @Nullable HostLimit limit,
            long nowNanos) {
        this.host = host;
        this.port = port;
        this.name = name;
        this.pool = pool;
        this.breaker = breaker;
        this.throttle = new Throttle(nowNanos);
        this.limit = limit;
        this.usedNanos = nowNanos;
    }

    @Override
    public @Nullable String enter(long nowNanos) {
        double lot = ThreadLocalRandom.current().nextDouble();
        synchronized (this) {
            calls++;
            usedNanos = nowNanos;
            String reason = reason(nowNanos, lot);
            told();
            if (reason != null) {
                cause = true;
                if (holding) {
                    heldBack++;
                    return reason;
                }
                wouldHoldBack++;
            }
            if (limit != null) {
                limit.begin();
            }
            return null;
        }
    }

    /** The breaker's probes are few enough to need no more permission. */
    private @Nullable String reason(long nowNanos, double lot) {
        if (breaker.state() != Breaker.State.CLOSED) {
            return breaker.enter(nowNanos) ? null : "circuit_open";
        }
        if (limit != null && limit.isFull(nowNanos)) {
            return "host_limit";
        }
        return throttle.enter(nowNanos, lot) ? null : "throttled";
    }

    @Override
    public void ended(long startNanos, long nowNanos, int status, @Nullable Throwable thrown, boolean asked) {
        boolean failed = status == 0 && isFailure(thrown);
        boolean says = status != 0 || failed;
        boolean byHost = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
        double lot = ThreadLocalRandom.current().nextDouble();
        synchronized (this) {
            usedNanos = nowNanos;
            if (says) {
                breaker.ended(startNanos, nowNanos, failed, lot);
            } else {
                breaker.saidNothing(startNanos);
            }
            told();
            throttle.ended(nowNanos, byHost);
            if (limit != null && asked && says) {
                limit.ended(startNanos, nowNanos, failed || byHost);
            } else if (limit != null && asked) {
                limit.saidNothing();
            }
        }
    }

    @Override
    public void ended(long startNanos, long nowNanos, boolean failed) {
        double lot = ThreadLocalRandom.current().nextDouble();
        synchronized (this) {
            usedNanos = nowNanos;
            breaker.ended(startNanos, nowNanos, failed, lot);
            told();
            if (limit != null) {
                limit.ended(startNanos, nowNanos, failed);
            }
        }
    }

    @Override
    public synchronized void saidNothing(long startNanos) {
        breaker.saidNothing(startNanos);
        if (limit != null) {
            limit.saidNothing();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void passed() {
        passed.increment();
    }

    @Override
    public synchronized void reached(long nowNanos) {
        breaker.reached(nowNanos);
        told();
    }

    private void told() {
        boolean now = breaker.state() == Breaker.State.CLOSED;
        if (now != closed) {
            closed = now;
        }
    }

    boolean isOf(ConnectionPool other) {
        return pool == other;
    }

    /** Whether it was a pool, and is closed or collected. */
    boolean isGone() {
        return pool != null && pool.isGone();
    }

    /** That the host was not reached, or did not answer in time; not what the caller or a certificate is to blame for. */
    static boolean isFailure(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof HttpTimeoutException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    boolean is(String host, int port) {
        return this.port == port && this.host.equals(host);
    }

    /** {@code host:port}, {@code jdbc:pool}. */
    public String name() {
        return name;
    }

    /** Calls are held back from now on. */
    public synchronized void hold(long nowNanos) {
        if (!holding && limit != null) {
            limit.forget(nowNanos); // what it came to while nobody heeded it says nothing
        }
        holding = true;
    }

    /** No call is held back any more. */
    public synchronized void open() {
        holding = false;
    }

    public synchronized boolean isHolding() {
        return holding;
    }

    public synchronized Breaker.State state() {
        return breaker.state();
    }

    /**
     * Whether it is failing now, or turning calls away. Breaker and limit move with calls alone, so that those of what nobody has
     * called for a minute say nothing of now.
     */
    public synchronized boolean isTroubled(long nowNanos) {
        boolean held = breaker.state() != Breaker.State.CLOSED || limit() > 0;
        return (held && nowNanos - usedNanos < QUIET_NANOS) || throttle.probability(nowNanos) > 0;
    }

    /** Whether calls have been held back, or would have been. */
    public synchronized boolean hasGivenCause() {
        return cause;
    }

    /** How often its breaker has opened. */
    public synchronized int opened() {
        return breaker.opened();
    }

    /** How likely a call is held back because the host turns calls away. */
    public synchronized double throttled() {
        return throttle.probability();
    }

    /** Calls that may be in progress at once; 0 for any number. */
    public synchronized int limit() {
        return limit == null ? 0 : limit.limit();
    }

    /** Calls asked for. */
    public synchronized long calls() {
        return calls + passed.sum();
    }

    public synchronized long heldBack() {
        return heldBack;
    }

    /** Calls that would have been held back; a model, as they were made. */
    public synchronized long wouldHoldBack() {
        return wouldHoldBack;
    }
}
