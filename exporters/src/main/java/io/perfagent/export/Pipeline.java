package io.perfagent.export;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes telemetry from its sources to the exporters on one daemon thread, {@code perf-agent-export}.
 *
 * <p>Instrumentation is to ignore threads whose name begins with {@code perf-agent-}: what they call is the agent's own.
 *
 * <p>Safe for use by several threads.
 */
public final class Pipeline {
    /** Name of the thread. */
    public static final String THREAD_NAME = "perf-agent-export";

    private final PipelineSettings settings;
    private final ExportWork work;
    private final ProfileRequests profiles = new ProfileRequests();
    private final boolean wantsProfiles;
    private final Clock clock;
    private final AtomicBoolean wake = new AtomicBoolean();
    private final Loop thread = new Loop();
    private volatile boolean started;
    private volatile boolean stopping;
    private long nextSpansNanos;
    private long nextMetricsNanos;

    /**
     * @param version the agent's, for the scope of its events
     * @param spans null if there are no traces
     * @param metrics null if there are no metrics
     * @param clock of schedules and deadlines; waiting itself is by the system's clock
     * @param waiter the one that the exporters were given
     */
    public Pipeline(
            PipelineSettings settings,
            Resource resource,
            String version,
            Exporters exporters,
            @Nullable SpanSource spans,
            @Nullable MetricSource metrics,
            EventQueue events,
            Clock clock,
            Console console,
            ExportWaiter waiter) {
        this.settings = settings;
        this.clock = clock;
        this.wantsProfiles = !exporters.none(Signal.PROFILES);
        this.work = new ExportWork(
                settings, resource, version, exporters, spans, metrics, events, profiles, clock, console, waiter);
        schedule();
    }

    /** Starts the thread; once. */
    public synchronized void start() {
        if (!started && !stopping) {
            started = true;
            schedule();
            thread.start();
        }
    }

    /**
     * Says that a full batch of spans waits. Cheap, without lock; for request threads. Only the first call after each
     * export wakes the thread.
     */
    public void spansAvailable() {
        if (!wake.get() && wake.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /** Whether any exporter takes profiles. */
    public boolean wantsProfiles() {
        return wantsProfiles;
    }

    /**
     * Takes profiles to be sent, within a few seconds.
     *
     * @param request a serialised {@code ExportProfilesServiceRequest}, not changed any more
     * @param count how many profiles it holds
     * @return false if nobody takes profiles, or they were dropped because too many wait or they are too large
     */
    public boolean offerProfiles(byte[] request, int count) {
        return wantsProfiles && profiles.offer(request, count);
    }

    /** Profiles dropped because too many were waiting, or they were too large. */
    public long droppedProfiles() {
        return profiles.dropped();
    }

    /** What has been sent and lost. */
    public ExportStats stats() {
        return work.stats;
    }

    /** Ends a request under way that has outlived its deadline; for another thread to call about once a second. */
    public void expire() {
        work.expire();
    }

    /**
     * Exports what waits (spans, metrics, events), closes the exporters and ends the thread. Idempotent. After the
     * timeout requests under way are aborted, and what is left is lost.
     *
     * @param timeoutNanos longest time to wait; at most {@link PipelineSettings#shutdownFlushMillis()} counts
     * @return whether all was done in time
     */
    public boolean shutdown(long timeoutNanos) {
        long timeout = Math.max(0, Math.min(timeoutNanos, settings.shutdownFlushMillis() * 1_000_000L));
        synchronized (this) {
            if (!stopping) {
                work.requestStop(clock.nanoTime() + timeout);
                stopping = true;
            }
            if (!started) {
                return true;
            }
        }
        LockSupport.unpark(thread);
        if (join(timeout)) {
            return true;
        }
        work.abort();
        join(100_000_000L);
        return false;
    }

    private boolean join(long nanos) {
        try {
            // At least a millisecond: 0 would mean for ever.
            thread.join(Math.max(1, nanos / 1_000_000L));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void schedule() {
        long now = clock.nanoTime();
        nextSpansNanos = now + settings.spanScheduleDelayMillis() * 1_000_000L;
        nextMetricsNanos = now + settings.metricIntervalMillis() * 1_000_000L;
    }

    /** Does what is due and returns how long there is nothing to do, in nanoseconds. */
    long tick() {
        long now = clock.nanoTime();
        boolean woken = wake.getAndSet(false);
        if (now - nextSpansNanos >= 0) {
            nextSpansNanos = now + settings.spanScheduleDelayMillis() * 1_000_000L;
            work.exportSpans(false);
            work.exportEvents();
            work.exportProfiles();
        } else if (woken) {
            work.exportSpans(true);
        }
        now = clock.nanoTime();
        if (now - nextMetricsNanos >= 0) {
            long interval = settings.metricIntervalMillis() * 1_000_000L;
            // In step with the schedule, but without making up for intervals missed.
            nextMetricsNanos += interval * (1 + (now - nextMetricsNanos) / interval);
            work.exportMetrics();
        }
        now = clock.nanoTime();
        return Math.max(0, Math.min(nextSpansNanos - now, nextMetricsNanos - now));
    }

    /** The thread; a class of its own so that starting it links no lambda. */
    private final class Loop extends Thread {
        Loop() {
            super(null, null, THREAD_NAME, 0, false);
            setDaemon(true);
            setContextClassLoader(null);
        }

        @Override
        public void run() {
            while (!stopping) {
                long idle = guardedTick();
                if (idle > 0 && !stopping && !wake.get()) {
                    LockSupport.parkNanos(this, idle);
                }
                // Whoever interrupts every thread must not make this one spin, nor close a channel under it.
                interrupted();
            }
            work.flushAndClose();
        }

        private long guardedTick() {
            try {
                return tick();
            } catch (Throwable t) {
                // What can fail is caught where it fails; this is for want of memory and the like.
                work.stats.sourceFailed();
                return settings.spanScheduleDelayMillis() * 1_000_000L;
            }
        }
    }
}
