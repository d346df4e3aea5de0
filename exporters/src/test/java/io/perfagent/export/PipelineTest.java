package io.perfagent.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Resource RESOURCE = Resource.of(new AttributeBytes().put("service.name", "shop"));

    private final FakeClock clock = new FakeClock();
    private final FakeExporter exporter = new FakeExporter();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final EventQueue events = new EventQueue();
    private final Spans spans = new Spans();
    private final ExportWaiter waiter = new ExportWaiter();
    private MetricSource metrics = (out, now) -> {
        out.scope("s", "1");
        out.gauge("g", "1", "");
        out.longPoint(new byte[0], 0, 0, now, 1);
        return 1;
    };

    /** Numbered spans, one ScopeSpans for each drain. */
    private static final class Spans implements SpanSource {
        final AtomicInteger waiting = new AtomicInteger();
        final AtomicInteger drained = new AtomicInteger();

        @Override
        public int drain(ProtoWriter out, int maxSpans) {
            int n = Math.min(maxSpans, waiting.get());
            int scope = out.open(2);
            for (int i = 0; i < n; i++) {
                int span = out.open(2);
                out.string(5, "span" + drained.getAndIncrement());
                out.close(span);
            }
            out.close(scope);
            waiting.addAndGet(-n);
            return n;
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

    private Pipeline pipeline() {
        return pipeline(clock, new PipelineSettings(5_000, 512, 60_000, 30_000, 3_000));
    }

    private Pipeline pipeline(Clock time, PipelineSettings settings) {
        Exporters exporters = new Exporters();
        exporters
                .add(Signal.TRACES, exporter)
                .add(Signal.METRICS, exporter)
                .add(Signal.LOGS, exporter)
                .add(Signal.PROFILES, exporter);
        return new Pipeline(settings, RESOURCE, "1.0", exporters, spans, metrics, events, time, lines::add, waiter);
    }

    private static List<Integer> batchSizes(List<byte[]> requests) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        for (byte[] request : requests) {
            sizes.add(ExportTraceServiceRequest.parseFrom(request)
                    .getResourceSpans(0)
                    .getScopeSpans(0)
                    .getSpansCount());
        }
        return sizes;
    }

    @Test
    void nothingIsSentBeforeItIsTime() {
        Pipeline pipeline = pipeline();
        spans.waiting.set(511);
        clock.advanceMillis(4_999);
        assertThat(pipeline.tick()).isEqualTo(1_000_000L);
        assertThat(exporter.requests).isEmpty();
    }

    @Test
    void allWaitingSpansAreSentInBatchesOnSchedule() throws Exception {
        Pipeline pipeline = pipeline();
        spans.waiting.set(1_100);
        clock.advanceMillis(5_000);
        assertThat(pipeline.tick()).isEqualTo(5 * SECOND);
        assertThat(batchSizes(exporter.requests)).containsExactly(512, 512, 76);
        ResourceSpans first =
                ExportTraceServiceRequest.parseFrom(exporter.requests.get(0)).getResourceSpans(0);
        assertThat(first.getResource().getAttributes(0).getValue().getStringValue())
                .isEqualTo("shop");
        assertThat(first.getScopeSpans(0).getSpansList())
                .extracting(Span::getName)
                .startsWith("span0", "span1");
        assertThat(pipeline.stats().sent(Signal.TRACES)).isEqualTo(1_100);
        assertThat(pipeline.stats().requests()).isEqualTo(3);
        assertThat(exporter.deadlines.get(0)).isEqualTo(clock.nanoTime() + 30 * SECOND);
    }

    @Test
    void fullBatchesAreSentAtOnceWhenThereIsWordOfThem() throws Exception {
        Pipeline pipeline = pipeline();
        spans.waiting.set(1_100);
        pipeline.tick();
        assertThat(exporter.requests).isEmpty();
        pipeline.spansAvailable();
        pipeline.tick();
        assertThat(batchSizes(exporter.requests)).containsExactly(512, 512);
        assertThat(spans.pending()).isEqualTo(76);
    }

    @Test
    void metricsAreCollectedAtTheirInterval() throws Exception {
        Pipeline pipeline = pipeline();
        clock.advanceMillis(60_000);
        pipeline.tick();
        clock.advanceMillis(150_000);
        pipeline.tick();
        pipeline.tick();
        assertThat(exporter.signals).containsExactly(Signal.METRICS, Signal.METRICS);
        ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(exporter.requests.get(0));
        assertThat(request.getResourceMetrics(0).getResource().getAttributesCount())
                .isEqualTo(1);
        assertThat(request.getResourceMetrics(0).getScopeMetrics(0).getMetricsCount())
                .isEqualTo(1);
        assertThat(pipeline.stats().sent(Signal.METRICS)).isEqualTo(2);
        clock.advanceMillis(30_000);
        pipeline.tick();
        assertThat(exporter.signals).hasSize(3);
    }

    @Test
    void eventsGoWithTheSpans() throws Exception {
        Pipeline pipeline = pipeline();
        events.offer(new Event(1, Severity.INFO, "perf_agent.a", "body"));
        events.offer(new Event(2, Severity.WARN, "perf_agent.b", "body"));
        clock.advanceMillis(5_000);
        pipeline.tick();
        assertThat(exporter.signals).containsExactly(Signal.LOGS);
        assertThat(ExportLogsServiceRequest.parseFrom(exporter.requests.get(0))
                        .getResourceLogs(0)
                        .getScopeLogs(0)
                        .getLogRecordsCount())
                .isEqualTo(2);
        assertThat(pipeline.stats().sent(Signal.LOGS)).isEqualTo(2);
    }

    @Test
    void profilesAreSentWholeAndThoseBeyondTheBoundAreCounted() {
        Pipeline pipeline = pipeline();
        for (int i = 0; i < 6; i++) {
            assertThat(pipeline.offerProfiles(new byte[] {(byte) i}, 2)).isEqualTo(i < 4);
        }
        assertThat(pipeline.offerProfiles(new byte[PipelineSettings.MAX_REQUEST_BYTES + 1], 1))
                .isFalse();
        assertThat(pipeline.droppedProfiles()).isEqualTo(5);
        clock.advanceMillis(5_000);
        pipeline.tick();
        assertThat(exporter.signals).containsOnly(Signal.PROFILES).hasSize(4);
        assertThat(exporter.requests.get(3)).containsExactly(3);
        assertThat(pipeline.stats().sent(Signal.PROFILES)).isEqualTo(8);
        assertThat(pipeline.offerProfiles(new byte[1], 1)).isTrue();
    }

    @Test
    void profilesThatAreRefusedAreOneLineAndCostTheOtherSignalsNothing() {
        Pipeline pipeline = pipeline();
        for (int i = 0; i < 3; i++) {
            exporter.results.add(ExportResult.SUCCESS); // spans
            exporter.results.add(ExportResult.SUCCESS); // events
            exporter.results.add(ExportResult.rejected("http://sink answers 404 to profiles"));
            spans.waiting.set(10);
            events.offer(new Event(1, Severity.INFO, "e", ""));
            assertThat(pipeline.offerProfiles(new byte[1], 1)).isTrue();
            clock.advanceMillis(5_000);
            pipeline.tick();
        }
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("profiles", "404");
        assertThat(pipeline.stats().sent(Signal.TRACES)).isEqualTo(30);
        assertThat(pipeline.stats().sent(Signal.LOGS)).isEqualTo(3);
        assertThat(pipeline.stats().rejected(Signal.PROFILES)).isEqualTo(3);
    }

    @Test
    void anAbsentCollectorIsOneLineAndItsReturnAnother() {
        Pipeline pipeline = pipeline();
        exporter.always = ExportResult.unreachable("http://sink: Connection refused");
        for (int i = 0; i < 24; i++) {
            spans.waiting.set(10);
            events.offer(new Event(1, Severity.INFO, "e", ""));
            clock.advanceMillis(5_000);
            pipeline.tick();
        }
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("failed: http://sink: Connection refused");
        assertThat(pipeline.stats().failed(Signal.TRACES)).isEqualTo(240);
        assertThat(pipeline.stats().exporters().get(0).lastError()).contains("refused");
        exporter.always = null;
        for (int i = 0; i < 3; i++) {
            spans.waiting.set(10);
            clock.advanceMillis(5_000);
            pipeline.tick();
        }
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("works again").contains("240 spans").contains("2 points", "24 events");
        assertThat(lines.get(1)).contains("after 50 failed requests");
    }

    @Test
    void aSignalThatIsRefusedIsReportedOnceThoughOthersGoThrough() {
        Pipeline pipeline = pipeline();
        for (int i = 0; i < 10; i++) {
            spans.waiting.set(1);
            events.offer(new Event(1, Severity.INFO, "e", ""));
            exporter.results.add(ExportResult.SUCCESS);
            exporter.results.add(ExportResult.rejected("http://sink answers 404 to logs"));
            clock.advanceMillis(5_000);
            pipeline.tick();
        }
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("logs", "404");
        assertThat(pipeline.stats().rejected(Signal.LOGS)).isEqualTo(10);
        assertThat(pipeline.stats().sent(Signal.TRACES)).isEqualTo(10);
    }

    @Test
    void partialSuccessIsCountedAndNotRepeatedInTheLog() {
        Pipeline pipeline = pipeline();
        exporter.always = ExportResult.partial(3, "too old");
        for (int i = 0; i < 5; i++) {
            spans.waiting.set(10);
            clock.advanceMillis(5_000);
            pipeline.tick();
        }
        assertThat(pipeline.stats().sent(Signal.TRACES)).isEqualTo(35);
        assertThat(pipeline.stats().rejected(Signal.TRACES)).isEqualTo(15);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("rejected 3 spans", "too old");
    }

    @Test
    void afterAFailureTheOtherBatchesStayInTheirBuffer() throws Exception {
        Pipeline pipeline = pipeline();
        exporter.results.add(ExportResult.retryableFailed("503"));
        spans.waiting.set(2_000);
        clock.advanceMillis(5_000);
        pipeline.tick();
        assertThat(batchSizes(exporter.requests)).containsExactly(512);
        assertThat(spans.pending()).isEqualTo(1_488);
        assertThat(pipeline.stats().failed(Signal.TRACES)).isEqualTo(512);
    }

    @Test
    void sourcesAndExportersThatThrowDoNotEndTheWork() {
        metrics = (out, now) -> {
            out.scope("half", "1");
            throw new IllegalStateException("secret");
        };
        Pipeline pipeline = pipeline();
        for (int i = 0; i < 3; i++) {
            clock.advanceMillis(60_000);
            pipeline.tick();
        }
        assertThat(pipeline.stats().sourceFailures()).isEqualTo(3);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("IllegalStateException").doesNotContain("secret");
        assertThat(exporter.requests).isEmpty();
        spans.waiting.set(1);
        clock.advanceMillis(5_000);
        pipeline.tick();
        assertThat(exporter.requests).hasSize(1);
    }

    @Test
    void metricsAloneNeedNoSpans() {
        Exporters exporters = new Exporters().add(Signal.METRICS, exporter);
        Pipeline pipeline = new Pipeline(
                PipelineSettings.defaults(),
                RESOURCE,
                "1",
                exporters,
                spans,
                metrics,
                events,
                clock,
                lines::add,
                waiter);
        spans.waiting.set(600);
        events.offer(new Event(1, Severity.INFO, "e", ""));
        clock.advanceMillis(60_000);
        pipeline.tick();
        assertThat(exporter.signals).containsExactly(Signal.METRICS);
        assertThat(spans.pending()).isEqualTo(600);
        assertThat(events.size()).isZero();
    }

    @Test
    void theThreadIsADaemonThatSendsAndEndsOnShutdown() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        Thread[] caller = new Thread[1];
        FakeExporter telling = new FakeExporter() {
            @Override
            public ExportResult export(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos) {
                caller[0] = Thread.currentThread();
                ExportResult result = super.export(signal, request, sizeBytes, items, deadlineNanos);
                sent.countDown();
                return result;
            }
        };
        Exporters exporters = new Exporters()
                .add(Signal.TRACES, telling)
                .add(Signal.METRICS, telling)
                .add(Signal.LOGS, telling);
        Pipeline pipeline = new Pipeline(
                new PipelineSettings(3_600_000, 10, 3_600_000, 30_000, 30_000),
                RESOURCE,
                "1",
                exporters,
                spans,
                metrics,
                events,
                Clock.SYSTEM,
                lines::add,
                waiter);
        pipeline.start();
        spans.waiting.set(10);
        pipeline.spansAvailable();
        assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(caller[0].getName()).isEqualTo("perf-agent-export");
        assertThat(caller[0].isDaemon()).isTrue();
        assertThat(caller[0].getContextClassLoader()).isNull();
        caller[0].interrupt();
        spans.waiting.set(3);
        events.offer(new Event(1, Severity.INFO, "last", ""));
        assertThat(pipeline.shutdown(30 * SECOND)).isTrue();
        assertThat(caller[0].isAlive()).isFalse();
        assertThat(telling.signals).containsExactly(Signal.TRACES, Signal.TRACES, Signal.METRICS, Signal.LOGS);
        assertThat(telling.closed).isTrue();
        assertThat(pipeline.stats().sent(Signal.TRACES)).isEqualTo(13);
        assertThat(pipeline.shutdown(SECOND)).isTrue();
    }

    @Test
    void shutdownCutsAWaitShortAndTriesOnceMore() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        FakeExporter busy = new FakeExporter() {
            @Override
            public ExportResult export(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos) {
                if (signal == Signal.TRACES && attempts.incrementAndGet() == 1) {
                    waiting.countDown();
                    assertThat(waiter.await(3_600 * SECOND)).isFalse();
                    return ExportResult.retryableFailed("503");
                }
                return ExportResult.SUCCESS;
            }
        };
        Exporters exporters = new Exporters().add(Signal.TRACES, busy);
        Pipeline pipeline = new Pipeline(
                new PipelineSettings(1, 10, 3_600_000, 30_000, 30_000),
                RESOURCE,
                "1",
                exporters,
                spans,
                null,
                events,
                Clock.SYSTEM,
                lines::add,
                waiter);
        spans.waiting.set(5);
        pipeline.start();
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pipeline.shutdown(30 * SECOND)).isTrue();
        assertThat(attempts).hasValue(2);
        assertThat(pipeline.stats().sent(Signal.TRACES)).isEqualTo(5);
        assertThat(lines).isEmpty();
    }

    @Test
    void aRequestThatHangsIsAbortedAtShutdown() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        FakeExporter hung = new FakeExporter() {
            @Override
            public ExportResult export(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos) {
                hanging.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return ExportResult.unreachable("aborted");
            }

            @Override
            public void abort() {
                released.countDown();
            }
        };
        Pipeline pipeline = new Pipeline(
                new PipelineSettings(1, 10, 3_600_000, 30_000, 10),
                RESOURCE,
                "1",
                new Exporters().add(Signal.TRACES, hung),
                spans,
                null,
                events,
                Clock.SYSTEM,
                lines::add,
                waiter);
        spans.waiting.set(5);
        pipeline.start();
        assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pipeline.shutdown(30 * SECOND)).isFalse();
        assertThat(released.getCount()).isZero();
    }

    @Test
    void aCollectorThatNeverAnsweredIsNotWaitedForAtTheEnd() {
        FakeExporter absent = new FakeExporter() {
            @Override
            public ExportResult export(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos) {
                assertThat(waiter.await(3_600 * SECOND)).isFalse();
                return super.export(signal, request, sizeBytes, items, deadlineNanos);
            }
        };
        absent.always = ExportResult.unreachable("refused");
        Pipeline pipeline = new Pipeline(
                PipelineSettings.defaults(),
                RESOURCE,
                "1",
                new Exporters().add(Signal.TRACES, absent).add(Signal.METRICS, absent),
                spans,
                metrics,
                events,
                Clock.SYSTEM,
                lines::add,
                waiter);
        pipeline.start();
        spans.waiting.set(5);
        assertThat(pipeline.shutdown(3 * SECOND)).isTrue();
        assertThat(absent.signals).containsExactly(Signal.TRACES, Signal.METRICS);
        assertThat(lines).hasSize(1);
    }

    @Test
    void aPipelineThatWasNeverStartedCanBeShutDown() {
        assertThat(pipeline().shutdown(SECOND)).isTrue();
    }

    @Test
    void settingsOutOfRangeAreBroughtIntoIt() {
        PipelineSettings settings = new PipelineSettings(-1, 0, Long.MAX_VALUE, 0, 5);
        assertThat(settings.spanScheduleDelayMillis()).isEqualTo(1);
        assertThat(settings.maxExportBatchSize()).isEqualTo(1);
        assertThat(settings.metricIntervalMillis()).isEqualTo(86_400_000);
        assertThat(settings.shutdownFlushMillis()).isEqualTo(5);
    }

    @Test
    void messagesOfResultsAreOneBoundedLine() {
        ExportResult result = ExportResult.rejected("a\r\nb\u0000" + "x".repeat(1_000));
        assertThat(result.message()).startsWith("a  b x").hasSizeLessThanOrEqualTo(ExportResult.MAX_MESSAGE_CHARS);
    }
}
