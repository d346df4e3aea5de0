package io.perfagent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.perfagent.export.proto.AttributeBytes;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a call costs the application's heap: nothing. */
class AllocationTest {
    private static final int CALLS = 20_000;

    private interface Call {
        void run(int i);
    }

    private static void assertAllocatesNothing(Call call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        for (int i = 0; i < 1_000; i++) {
            call.run(i);
        }
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < CALLS; i++) {
            call.run(i);
        }
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        // Less than half an object per call; the rest is the test's own and the VM's.
        assertThat(allocated).isLessThan(CALLS * 8L);
    }

    @Test
    void findingAPointAndRecording() {
        DurationMetric metric = new DurationMetric("d", "", new double[] {0.1, 1});
        byte[] attributes = new AttributeBytes().put("k", "v").toBytes();
        assertAllocatesNothing(
                i -> metric.point(attributes, attributes.length).record(i * 1_000_000L, true, 1, 2, 3, 4));
    }

    @Test
    void recordingInAnExponentialHistogram() {
        MetricSettings settings = new MetricSettings(10, 0, false, true, true, 1);
        DurationMetric metric = new DurationMetric("s", "d", "", new double[] {1}, settings);
        byte[] attributes = new AttributeBytes().put("k", "v").toBytes();
        DurationPoint point = metric.point(attributes, attributes.length);
        assertAllocatesNothing(i -> point.record(i % 1_000 * 1_000_000L, true, 1, 2, 3, 4));
    }

    @Test
    void findingAKeyAndRecording() {
        OperationTable table = new OperationTable();
        String name = "GET /owners/{id}";
        assertAllocatesNothing(i -> table.key(OperationKinds.HTTP_SERVER, name).record(i, i % 2 == 0));
    }

    @Test
    void recordingWithoutRoomForAHistogram() {
        OperationTable table = new OperationTable(10, 0, new FakeClock());
        OperationKey key = table.key(OperationKinds.HTTP_SERVER, "a");
        assertAllocatesNothing(i -> key.record(i, false));
    }
}
