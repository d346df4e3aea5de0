package io.perfagent.it.kit;

import io.perfagent.it.Jdk;
import java.util.stream.Stream;

class ThreadPoolExecutorIT extends ExecutorKit {
    ThreadPoolExecutorIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Stream<String> handOver() {
        return Stream.of(
                "execute",
                "submit-callable",
                "submit-runnable",
                "submit-future-task",
                "invoke-all",
                "invoke-any",
                "schedule",
                "supply-async",
                "then-apply-async",
                "common-pool",
                "fork-join",
                "single-thread");
    }

    @Override
    Stream<String> belongToNobody() {
        return Stream.of("new-thread", "schedule-fixed-rate");
    }
}
