package io.perfagent.export.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.perfagent.export.Resource;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoWriter;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MetricWriterTest {
    private static final byte[] RESOURCE =
            Resource.of(new AttributeBytes().put("service.name", "shop")).encoded();
    private static final byte[] ATTRIBUTES =
            new AttributeBytes().put("http.request.method", "GET").put("n", 3L).toBytes();

    private static ExportMetricsServiceRequest parse(ProtoWriter out) throws Exception {
        return ExportMetricsServiceRequest.parseFrom(Arrays.copyOf(out.array(), out.size()));
    }

    @Test
    void writesEveryKindOfMetric() throws Exception {
        ProtoWriter out = new ProtoWriter(16, 1 << 20);
        MetricWriter writer = new MetricWriter(out);
        Exemplars exemplars = new Exemplars(1);
        exemplars.add(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L, 0.25, 55);
        exemplars.add(1, 1, 1, 1, 1);
        writer.begin(RESOURCE);
        writer.scope("io.perfagent.http", "1.2");
        writer.histogram("http.server.request.duration", "s", "Duration.", true);
        writer.histogramPoint(
                ATTRIBUTES,
                ATTRIBUTES.length,
                10,
                20,
                6,
                1.5,
                0.1,
                0.9,
                new double[] {0.5, 1},
                new long[] {1, 2, 3},
                exemplars);
        writer.histogramPoint(ATTRIBUTES, 0, 10, 20, 0, 0, Double.NaN, Double.NaN, new double[0], new long[0], null);
        writer.expHistogram("exp", "s", "", false);
        writer.expHistogramPoint(
                ATTRIBUTES, ATTRIBUTES.length, 10, 20, 303, 9, 1, 2, -3, 2, -5, new long[] {1, 300, 0}, 2, exemplars);
        writer.scope("io.perfagent.jvm", "");
        writer.sum("requests", "{request}", "", true, false);
        writer.longPoint(ATTRIBUTES, ATTRIBUTES.length, 10, 20, -1);
        writer.gauge("load", "1", "");
        writer.doublePoint(ATTRIBUTES, ATTRIBUTES.length, 0, 20, 0.5);
        writer.end();

        assertThat(writer.points()).isEqualTo(5);
        ExportMetricsServiceRequest request = parse(out);
        assertThat(request.getResourceMetricsCount()).isEqualTo(1);
        ResourceMetrics resource = request.getResourceMetrics(0);
        assertThat(resource.getResource().getAttributes(0).getValue().getStringValue())
                .isEqualTo("shop");
        ScopeMetrics http = resource.getScopeMetrics(0);
        assertThat(http.getScope().getName()).isEqualTo("io.perfagent.http");
        assertThat(http.getScope().getVersion()).isEqualTo("1.2");
        Metric duration = http.getMetrics(0);
        assertThat(duration.getName()).isEqualTo("http.server.request.duration");
        assertThat(duration.getUnit()).isEqualTo("s");
        assertThat(duration.getDescription()).isEqualTo("Duration.");
        assertThat(duration.getHistogram().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
        HistogramDataPoint point = duration.getHistogram().getDataPoints(0);
        assertThat(point.getAttributesList()).extracting(a -> a.getKey()).containsExactly("http.request.method", "n");
        assertThat(point.getStartTimeUnixNano()).isEqualTo(10);
        assertThat(point.getTimeUnixNano()).isEqualTo(20);
        assertThat(point.getCount()).isEqualTo(6);
        assertThat(point.getSum()).isEqualTo(1.5);
        assertThat(point.getMin()).isEqualTo(0.1);
        assertThat(point.getMax()).isEqualTo(0.9);
        assertThat(point.getExplicitBoundsList()).containsExactly(0.5, 1.0);
        assertThat(point.getBucketCountsList()).containsExactly(1L, 2L, 3L);
        assertThat(point.getExemplarsCount()).isEqualTo(1);
        assertThat(point.getExemplars(0).getAsDouble()).isEqualTo(0.25);
        assertThat(point.getExemplars(0).getTimeUnixNano()).isEqualTo(55);
        assertThat(HexFormat.of().formatHex(point.getExemplars(0).getTraceId().toByteArray()))
                .isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(HexFormat.of().formatHex(point.getExemplars(0).getSpanId().toByteArray()))
                .isEqualTo("b7ad6b7169203331");
        HistogramDataPoint empty = duration.getHistogram().getDataPoints(1);
        assertThat(empty.hasSum()).isTrue();
        assertThat(empty.hasMin()).isFalse();
        assertThat(empty.hasMax()).isFalse();
        ExponentialHistogramDataPoint exp =
                http.getMetrics(1).getExponentialHistogram().getDataPoints(0);
        assertThat(exp.getScale()).isEqualTo(-3);
        assertThat(exp.getZeroCount()).isEqualTo(2);
        assertThat(exp.getPositive().getOffset()).isEqualTo(-5);
        assertThat(exp.getPositive().getBucketCountsList()).containsExactly(1L, 300L);
        assertThat(exp.getMax()).isEqualTo(2);
        assertThat(exp.getAttributesCount()).isEqualTo(2);
        assertThat(exp.getExemplarsCount()).isEqualTo(1);
        Metric sum = resource.getScopeMetrics(1).getMetrics(0);
        assertThat(sum.getSum().getIsMonotonic()).isTrue();
        assertThat(sum.getSum().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        assertThat(sum.getSum().getDataPoints(0).getAsInt()).isEqualTo(-1);
        Metric gauge = resource.getScopeMetrics(1).getMetrics(1);
        assertThat(gauge.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(0.5);
        assertThat(gauge.getGauge().getDataPoints(0).getStartTimeUnixNano()).isZero();
        assertThat(gauge.getGauge().getDataPoints(0).getAttributesCount()).isEqualTo(2);
    }

    @Test
    void metricsAndScopesWithoutPointsLeaveNoTrace() throws Exception {
        ProtoWriter out = new ProtoWriter(16, 1 << 20);
        MetricWriter writer = new MetricWriter(out);
        writer.begin(RESOURCE);
        writer.scope("empty", "1");
        writer.gauge("a", "", "");
        writer.scope("full", "1");
        writer.gauge("b", "", "");
        writer.gauge("c", "", "");
        writer.longPoint(ATTRIBUTES, 0, 0, 1, 1);
        writer.sum("d", "", "", true, true);
        writer.end();
        ResourceMetrics resource = parse(out).getResourceMetrics(0);
        assertThat(resource.getScopeMetricsList())
                .extracting(s -> s.getScope().getName())
                .containsExactly("full");
        assertThat(resource.getScopeMetrics(0).getMetricsList())
                .extracting(Metric::getName)
                .containsExactly("c");
    }

    @Test
    void pointsThatDoNotFitAreCountedAndTheRestIsWhole() throws Exception {
        for (int capacity = 16; capacity < 1_500; capacity += 7) {
            ProtoWriter out = new ProtoWriter(16, capacity);
            MetricWriter writer = new MetricWriter(out);
            writer.begin(RESOURCE);
            int offered = 0;
            for (int scope = 0; scope < 3; scope++) {
                writer.scope("scope-" + "x".repeat(20 * scope), "1");
                for (int metric = 0; metric < 3; metric++) {
                    writer.sum("metric" + metric, "1", "", true, true);
                    for (int point = 0; point < 3; point++) {
                        writer.longPoint(ATTRIBUTES, ATTRIBUTES.length, 1, 2, point);
                        offered++;
                    }
                }
            }
            writer.end();
            ExportMetricsServiceRequest request = parse(out);
            int found = 0;
            for (ResourceMetrics resource : request.getResourceMetricsList()) {
                assertThat(resource.getUnknownFields().asMap()).isEmpty();
                for (ScopeMetrics scope : resource.getScopeMetricsList()) {
                    assertThat(scope.getScope().getName()).startsWith("scope-");
                    for (Metric metric : scope.getMetricsList()) {
                        assertThat(metric.getName()).startsWith("metric");
                        found += metric.getSum().getDataPointsCount();
                    }
                }
            }
            assertThat(found).isEqualTo(writer.points());
            assertThat(writer.droppedPoints()).isEqualTo(offered - found);
        }
    }
}
