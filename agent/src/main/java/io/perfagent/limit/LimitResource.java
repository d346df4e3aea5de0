package io.perfagent.limit;

import io.perfagent.limit.policy.WaitLimit;
import io.perfagent.limit.policy.Window;
import java.util.concurrent.atomic.LongAdder;

/** Something that requests wait for, such as a pool of connections, with its limit and its gate. Safe for all threads. */
public final class LimitResource {
    /** Most resources; more are not limited. */
    public static final int MAX = 8;

    /** Threads that are left to requests that use no limited resource. */
    private static final int RESERVED_THREADS = 10;

    final int index;
    private final String name;
    private final int size;
    final Gate gate = new Gate();
    private final LongAdder completions = new LongAdder();
    private final LongAdder busyNanos = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private WaitLimit policy; // guarded by this, as is what follows
    private int threads;
    private long lastNanos;
    private boolean holding;
    private int overloadedSteps;
    private double wouldReject;

    LimitResource(int index, String name, int size, int threads, long nowNanos) {
        this.index = index;
        this.name = name;
        this.size = size;
        this.threads = threads;
        this.policy = WaitLimit.ofPool(size, threads);
        this.lastNanos = nowNanos;
    }

    /** The pool's name. */
    public String name() {
        return name;
    }

    /** Whether the limit is in effect. */
    public synchronized boolean isHolding() {
        return holding;
    }

    /** A request that used it has ended. */
    void ended(long busy, long waited) {
        completions.increment();
        busyNanos.add(busy);
        waitNanos.add(waited);
    }

    /** The server's threads, once they are known: none of the others may be taken by those that wait. */
    synchronized void threads(int known) {
        if (known != threads) {
            threads = known;
            policy = WaitLimit.ofPool(size, known);
            apply();
        }
    }

    /** One step of the policy, several times a second. */
    synchronized void step(long nowNanos) {
        long done = completions.sumThenReset();
        int before = policy.limit();
        int peak = gate.takePeak();
        policy.step(new Window(nowNanos - lastNanos, done, busyNanos.sumThenReset(), waitNanos.sumThenReset(), peak));
        overloadedSteps = policy.isOverloaded() ? overloadedSteps + 1 : 0;
        if (!holding && overloadedSteps > 0) {
            // What stands beyond the limit would have been turned away: a model, as nothing was.
            wouldReject += Math.max(0, peak - policy.limit()) * (nowNanos - lastNanos) / 1e9;
        }
        lastNanos = nowNanos;
        if (policy.limit() != before) {
            apply();
        }
    }

    private void apply() {
        if (holding) {
            int limit = policy.limit();
            gate.hold(limit, Math.max(0, Math.min(2 * limit, threads - limit - RESERVED_THREADS)));
        }
    }

    /** The limit is in effect from now on. */
    public synchronized void hold() {
        holding = true;
        apply();
    }

    /** Everybody may go in; those that wait go at once. */
    public synchronized void open() {
        holding = false;
        gate.open();
    }

    /** Whether a queue has been standing at the resource for some steps. */
    public synchronized boolean isOverloaded(int steps) {
        return overloadedSteps >= steps;
    }

    /** Requests that may be inside. */
    public synchronized int limit() {
        return policy.limit();
    }

    /** Requests that wait for the resource, in the mean. */
    public synchronized double waiting() {
        return policy.waiting();
    }

    /** Requests inside that do not wait for it, in the mean. */
    public synchronized double busy() {
        return policy.busy();
    }

    /** Requests a second that used it. */
    public synchronized double throughput() {
        return policy.throughput();
    }

    /** Requests that would have been turned away: a model estimate, since nothing was. */
    public synchronized double wouldReject() {
        return wouldReject;
    }

    public Gate gate() {
        return gate;
    }
}
