package io.perfagent.limit;

import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.ResourceUse;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Holder;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Inbound requests: through the gates of the resources that their paths are known to use, and what is learned from them when
 * they end. Safe for all threads. Allocates nothing for a request that does not wait.
 */
public final class Requests extends Admission implements ResourceUse.Of {
    private static final int OVERLOADED = 503;
    private static final int DEFAULT_THREADS = 200;
    private static final int LEAST_RETRY_SECONDS = 1;
    private static final int MOST_RETRY_SECONDS = 3;

    private final PathUse paths = new PathUse();
    private final Released released = new Released();
    private final PathPatterns exempt;
    private volatile LimitResource[] resources = new LimitResource[0];
    private volatile int threads = DEFAULT_THREADS;

    /** @param exempt paths that no gate is asked for, such as health checks */
    public Requests(PathPatterns exempt) {
        this.exempt = exempt;
    }

    @Override
    public @Nullable String enter(Operation operation, String path) {
        LimitResource[] known = resources;
        if (known.length == 0 || operation.pathKind != 0 || exempt.matches(path)) {
            return null; // nothing to limit; or it was here before: a dispatch of a request that was let in
        }
        long kind = PathUse.kind(path);
        operation.pathKind = kind;
        operation.holder = released;
        int uses = paths.uses(kind);
        if (uses == 0) {
            return null;
        }
        long begin = System.nanoTime();
        for (int bits = uses; bits != 0; bits &= bits - 1) {
            int index = Integer.numberOfTrailingZeros(bits);
            int answer = known[index].gate.enter();
            if (answer != Gate.ADMITTED) {
                operation.gateWaitNanos = System.nanoTime() - begin;
                leave(operation);
                String reason = reason(answer);
                operation.limitReason = reason;
                return reason;
            }
            operation.heldResources |= 1 << index;
        }
        operation.gateWaitNanos = System.nanoTime() - begin;
        return null;
    }

    private static String reason(int answer) {
        switch (answer) {
            case Gate.QUEUE_FULL:
                return "queue_full";
            case Gate.TIMED_OUT:
                return "timed_out";
            default:
                return "interrupted";
        }
    }

    private void leave(Operation operation) {
        LimitResource[] known = resources;
        for (int bits = operation.heldResources; bits != 0; bits &= bits - 1) {
            known[Integer.numberOfTrailingZeros(bits)].gate.leave();
        }
        operation.heldResources = 0;
    }

    @Override
    public int status() {
        return OVERLOADED;
    }

    @Override
    public int retryAfterSeconds() {
        return ThreadLocalRandom.current().nextInt(LEAST_RETRY_SECONDS, MOST_RETRY_SECONDS + 1);
    }

    @Override
    public void threads(int count) {
        if (count > 0 && count != threads) {
            threads = count;
            for (LimitResource resource : resources) {
                resource.threads(count);
            }
        }
    }

    /** A pool has appeared; one that was known by that name, and is gone, goes on as the new one. */
    @Override
    public synchronized @Nullable ResourceUse pool(String name, int size) {
        LimitResource[] known = resources;
        for (LimitResource resource : known) {
            if (resource.name().equals(name)) {
                return new PoolUse(1 << resource.index);
            }
        }
        if (known.length == LimitResource.MAX) {
            return null;
        }
        LimitResource[] more = java.util.Arrays.copyOf(known, known.length + 1);
        LimitResource added = new LimitResource(known.length, name, size, threads, System.nanoTime());
        more[known.length] = added;
        resources = more;
        return new PoolUse(1 << added.index);
    }

    /** All that are limited, or would be. */
    public LimitResource[] resources() {
        return resources.clone();
    }

    /** One step of every policy, several times a second. */
    public void step(long nowNanos) {
        for (LimitResource resource : resources) {
            resource.step(nowNanos);
        }
    }

    private static final class PoolUse extends ResourceUse {
        private final int bit;

        PoolUse(int bit) {
            this.bit = bit;
        }

        @Override
        public void waited(long waitNanos) {
            Operation request = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
            if (request != null && request.pathKind != 0) {
                request.usedResources |= bit;
                request.resourceWaitNanos += waitNanos;
            }
        }
    }

    private final class Released extends Holder {
        @Override
        public void release(Operation operation, boolean complete) {
            leave(operation);
            if (!complete || operation.limitReason != null) {
                return;
            }
            paths.ended(operation.pathKind, operation.usedResources);
            LimitResource[] known = resources;
            long waited = operation.resourceWaitNanos;
            long busy = System.nanoTime() - operation.startNanos - operation.gateWaitNanos - waited;
            for (int bits = operation.usedResources; bits != 0; bits &= bits - 1) {
                known[Integer.numberOfTrailingZeros(bits)].ended(Math.max(0, busy), waited);
            }
        }
    }
}
