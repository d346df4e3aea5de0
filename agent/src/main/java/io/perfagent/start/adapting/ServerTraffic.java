package io.perfagent.start.adapting;

import io.perfagent.control.trial.Latency;
import io.perfagent.metric.OperationKinds;
import io.perfagent.metric.OperationSnapshot;
import io.perfagent.metric.OperationTable;
import io.perfagent.metric.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the HTTP servers of this process answer, as trials see it. */
final class ServerTraffic implements LimitTrials.Traffic {
    private final OperationTable operations;
    private final @Nullable Limiting limiting;

    /** @param limiting null where no limits are observed */
    ServerTraffic(OperationTable operations, @Nullable Limiting limiting) {
        this.operations = operations;
        this.limiting = limiting;
    }

    @Override
    public long requests() {
        return answered().requests();
    }

    @Override
    public LimitTrials.Answered answered() {
        long requests = 0;
        long bad = 0;
        for (OperationSnapshot one : operations.snapshots(Window.SINCE_START)) {
            if (one.kind() == OperationKinds.HTTP_SERVER) {
                requests += one.count();
                bad += one.errors();
            }
        }
        return new LimitTrials.Answered(requests, bad);
    }

    @Override
    public List<Latency> lastTenSeconds() {
        List<Latency> latencies = new ArrayList<>();
        for (OperationSnapshot one : operations.snapshots(Window.TEN_SECONDS)) {
            if (one.kind() == OperationKinds.HTTP_SERVER) {
                latencies.add(new Latency(one.name(), one.distributionCount(), one.p99Nanos()));
            }
        }
        return latencies;
    }

    @Override
    public boolean isOverloaded(String resource) {
        return limiting != null && limiting.isOverloaded();
    }
}
