package io.perfagent.limit;

import io.perfagent.instrument.family.ResourceUse;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;

/** What a pool of connections tells of itself, for the request that its thread serves. Safe for all threads. */
final class PoolUse extends ResourceUse {
    final LimitResource resource;
    private final HealthWaits healthWaits;

    PoolUse(LimitResource resource, HealthWaits healthWaits) {
        this.resource = resource;
        this.healthWaits = healthWaits;
    }

    @Override
    public void waited(long waitNanos) {
        Operation request = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        if (request != null && request.pathKind != 0) {
            request.usedResources |= 1 << resource.index;
            request.resourceWaitNanos += waitNanos;
            if (request.pathKind != Requests.NOT_LIMITED) { // whose end is not told of, either
                resource.waited(waitNanos);
            }
            String health = request.exempt;
            if (health != null) {
                healthWaits.waited(health, resource.name(), waitNanos);
            }
        }
    }

    @Override
    public void used(long useNanos) {
        resource.used(useNanos);
    }

    @Override
    public void resized(int size) {
        resource.resized(size);
    }
}
