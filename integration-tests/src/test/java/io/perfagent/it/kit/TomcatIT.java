package io.perfagent.it.kit;

import io.perfagent.it.Jdk;
import org.junit.jupiter.api.Test;

class TomcatIT extends ServletKit {
    TomcatIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String dispatchException() {
        return "java.lang.RuntimeException";
    }

    @Test
    void theWaitForAThreadIsMeasured() {
        app().call("/plain");

        app().awaitMetric(
                        TomcatQueueIT.QUEUE,
                        metric -> metric.histogramPoints().stream().anyMatch(point -> point.getCount() > 0));
    }
}
