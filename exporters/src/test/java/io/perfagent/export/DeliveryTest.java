package io.perfagent.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.export.ExportResult.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private final List<String> lines = new ArrayList<>();
    private final Delivery delivery = new Delivery(new FakeExporter(), lines::add, new FakeClock());

    @Test
    void onlyWhatTheReceiverSaidTellsThatItIsBack() {
        delivery.finish(Signal.TRACES, 1, 1, ExportResult.retryableFailed("503"));
        assertThat(delivery.reached(Signal.METRICS)).isTrue();
        delivery.finish(Signal.METRICS, 1, 1, ExportResult.unreachable("refused"));
        assertThat(lines).hasSize(2);
        for (Status status : new Status[] {Status.RETRYABLE_FAILED, Status.REJECTED}) {
            delivery.finish(Signal.TRACES, 1, 1, ExportResult.unsent(status, "found here"));
            assertThat(delivery.down(Signal.METRICS)).as(status.name()).isTrue();
        }
        assertThat(lines).hasSize(2);
        delivery.finish(Signal.LOGS, 1, 1, ExportResult.rejected("404"));
        assertThat(delivery.down(Signal.METRICS)).isFalse();
        assertThat(lines.get(2)).contains("works again");
    }

    @Test
    void whatWasNotSentDoesNotTellThatTheReceiverIsThere() {
        delivery.finish(Signal.TRACES, 1, 1, ExportResult.unsent(Status.REJECTED, "no URL"));
        assertThat(delivery.reached(Signal.TRACES)).isFalse();
        assertThat(delivery.down(Signal.TRACES)).isFalse();
        assertThat(lines).hasSize(1);
    }
}
