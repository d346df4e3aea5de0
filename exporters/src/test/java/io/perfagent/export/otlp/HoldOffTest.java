package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.export.Clock;
import io.perfagent.export.EventQueue;
import io.perfagent.export.ExportResult;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.ExportWaiter;
import io.perfagent.export.Exporters;
import io.perfagent.export.FakeClock;
import io.perfagent.export.Pipeline;
import io.perfagent.export.PipelineSettings;
import io.perfagent.export.Resource;
import io.perfagent.export.Signal;
import io.perfagent.export.SpanSource;
import io.perfagent.export.Waiter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver that asks to be left alone for a while, and waits for it that are cut short. */
class HoldOffTest {
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] NOTHING = new byte[0];

    private final FakeClock clock = new FakeClock();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private boolean patient = true;
    private HttpSink sink;

    @BeforeEach
    void open() throws Exception {
        sink = new HttpSink();
    }

    @AfterEach
    void close() {
        sink.close();
    }

    private OtlpExporter exporter(Clock time, Waiter waiter) {
        return new OtlpExporter(
                OtlpSettings.builder().endpoint(null, sink.url()).build(), "1", time, waiter);
    }

    private boolean await(long nanos) {
        clock.advance(patient ? nanos : 0);
        return patient;
    }

    private Status send(OtlpExporter exporter) {
        ExportResult result = exporter.export(Signal.TRACES, NOTHING, 0, 0, clock.nanoTime() + 30 * SECOND);
        return result.status();
    }

    @Test
    void aWaitThatIsCutShortDoesNotKeepTheNextRequestFromItsTry() {
        OtlpExporter exporter = exporter(clock, this::await);
        sink.answer(503, NOTHING, "Retry-After", "7");
        patient = false;
        assertThat(send(exporter)).isEqualTo(Status.RETRYABLE_FAILED);
        assertThat(send(exporter)).isEqualTo(Status.SUCCESS);
        exporter.close();
    }

    @Test
    void aWaitForTheEndOfAHoldThatIsCutShortEndsTheHold() {
        OtlpExporter exporter = exporter(clock, this::await);
        sink.answer(503, NOTHING, "Retry-After", "40");
        assertThat(send(exporter)).isEqualTo(Status.RETRYABLE_FAILED);
        clock.advance(20 * SECOND);
        patient = false;
        assertThat(send(exporter)).isEqualTo(Status.RETRYABLE_FAILED);
        assertThat(sink.requests).hasSize(1);
        assertThat(send(exporter)).isEqualTo(Status.SUCCESS);
        exporter.close();
    }

    @Test
    void aHoldIsNoAnswer() {
        OtlpExporter exporter = exporter(clock, this::await);
        sink.answer(503, NOTHING, "Retry-After", "40");
        for (boolean answered : new boolean[] {true, false}) {
            ExportResult result = exporter.export(Signal.TRACES, NOTHING, 0, 0, clock.nanoTime() + 30 * SECOND);
            assertThat(result.status()).isEqualTo(Status.RETRYABLE_FAILED);
            assertThat(result.answered()).as(result.message()).isEqualTo(answered);
        }
        exporter.close();
    }

    /** What is in hand when shutdown begins is tried again at once, and waits as the receiver asks. */
    @Test
    @Timeout(60)
    void theLastFlushSendsWhatAWaitHeldBack() {
        sink.answer(503, NOTHING, "Retry-After", "25").answer(503, NOTHING, "Retry-After", "0");
        ExportWaiter waiter = new ExportWaiter();
        Spans spans = new Spans();
        Pipeline pipeline = new Pipeline(
                new PipelineSettings(1, 10, 3_600_000, 30_000, 30_000),
                Resource.of(new AttributeBytes().put("service.name", "shop")),
                "1",
                new Exporters().add(Signal.TRACES, exporter(Clock.SYSTEM, waiter)),
                spans,
                null,
                new EventQueue(),
                Clock.SYSTEM,
                lines::add,
                waiter);
        spans.waiting.set(5);
        pipeline.start();
        while (sink.requests.isEmpty()) {
            Thread.onSpinWait();
        }
        spans.waiting.set(3);
        assertThat(pipeline.shutdown(30 * SECOND)).isTrue();
        assertThat(pipeline.stats().sent(Signal.TRACES)).isEqualTo(8);
        assertThat(sink.requests).hasSize(4);
        assertThat(lines).isEmpty();
    }

    private static final class Spans implements SpanSource {
        final AtomicInteger waiting = new AtomicInteger();

        @Override
        public int drain(ProtoWriter out, int maxSpans) {
            return waiting.getAndSet(0);
        }

        @Override
        public int pending() {
            return waiting.get();
        }

        @Override
        public int capacity() {
            return 2_048;
        }
    }
}
