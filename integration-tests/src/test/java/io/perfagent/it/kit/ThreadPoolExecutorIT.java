package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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

    @Test
    void aThreadThatIsNoTaskHasNoParent() {
        Trace trace = app().call("/executor/new-thread");

        assertThat(trace.children(trace.server())).isEmpty();
    }
}
