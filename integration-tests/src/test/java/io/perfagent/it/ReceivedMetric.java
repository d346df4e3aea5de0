package io.perfagent.it;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One metric of one export as it arrived, with the resource and scope it arrived under. Immutable. */
public record ReceivedMetric(Resource resource, InstrumentationScope scope, Metric metric) {

    public String name() {
        return metric.getName();
    }

    public Map<String, Object> resourceAttributes() {
        return Attributes.toMap(resource.getAttributesList());
    }

    /** The attribute set of every point, whatever the metric's type. */
    public List<Map<String, Object>> pointAttributes() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (NumberDataPoint point : numberPoints()) {
            all.add(Attributes.toMap(point.getAttributesList()));
        }
        for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
            all.add(Attributes.toMap(point.getAttributesList()));
        }
        metric.getExponentialHistogram()
                .getDataPointsList()
                .forEach(point -> all.add(Attributes.toMap(point.getAttributesList())));
        return all;
    }

    /** Points of a sum or gauge; empty for histograms. */
    public List<NumberDataPoint> numberPoints() {
        return metric.hasSum()
                ? metric.getSum().getDataPointsList()
                : metric.getGauge().getDataPointsList();
    }

    /** Points of an explicit-bucket histogram; empty for other types. */
    public List<HistogramDataPoint> histogramPoints() {
        return metric.getHistogram().getDataPointsList();
    }

    /** The attributes of a point of {@link #histogramPoints()}, by key. */
    public static Map<String, Object> attributes(HistogramDataPoint point) {
        return Attributes.toMap(point.getAttributesList());
    }

    /** The attributes of a point of {@link #numberPoints()}, by key. */
    public static Map<String, Object> attributes(NumberDataPoint point) {
        return Attributes.toMap(point.getAttributesList());
    }
}
