package io.perfagent.it.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.perfagent.it.ReceivedMetric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run's metrics are, without their values: by name, with every attribute set and, for calls, its count. */
final class MetricShapes {
    private final Normaliser normaliser;

    MetricShapes(Normaliser normaliser) {
        this.normaliser = normaliser;
    }

    JsonObject of(List<ReceivedMetric> exports) {
        Map<String, JsonObject> shapes = new TreeMap<>();
        Map<String, Map<String, Map<String, Long>>> counts = new TreeMap<>(); // name, scope, attributes
        for (ReceivedMetric export : exports) {
            String name = export.name();
            if (export.pointAttributes().isEmpty()) {
                throw new AssertionError(name + " was exported without a point");
            }
            JsonObject shape = shape(export.metric());
            JsonObject before = shapes.putIfAbsent(name, shape);
            if (before != null && !before.equals(shape)) {
                throw new AssertionError(name + " is not always the same: " + before + ", " + shape);
            }
            count(
                    export,
                    counts.computeIfAbsent(name, key -> new TreeMap<>())
                            .computeIfAbsent(export.scope().getName(), key -> new TreeMap<>()));
        }
        JsonObject json = new JsonObject();
        shapes.forEach((name, shape) -> {
            JsonArray points = new JsonArray();
            Map<String, Long> total = new TreeMap<>();
            counts.getOrDefault(name, Map.of())
                    .values()
                    .forEach(scope ->
                            scope.forEach((attributes, count) -> total.merge(attributes, count, MetricShapes::add)));
            total.forEach((attributes, count) -> {
                JsonObject point = new JsonObject();
                point.add("attributes", JsonParser.parseString(attributes));
                if (count >= 0) {
                    point.addProperty("count", count);
                }
                points.add(point);
            });
            shape.add("points", points);
            json.add(name, shape);
        });
        return json;
    }

    /** -1 stands for points without a count. */
    private static long add(long a, long b) {
        return a < 0 ? b : b < 0 ? a : a + b;
    }

    private void count(ReceivedMetric export, Map<String, Long> counts) {
        for (Map<String, Object> attributes : export.pointAttributes()) {
            counts.putIfAbsent(normaliser.attributes(attributes).toString(), -1L);
        }
        if (!counted(export.name())) {
            return;
        }
        boolean delta = export.metric().getHistogram().getAggregationTemporality()
                == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
        for (HistogramDataPoint point : export.histogramPoints()) {
            String key = normaliser.attributes(ReceivedMetric.attributes(point)).toString();
            long before = Math.max(0, counts.getOrDefault(key, 0L));
            counts.put(key, delta ? before + point.getCount() : point.getCount());
        }
    }

    /** Only calls happen equally often in every run. */
    private static boolean counted(String name) {
        return name.startsWith("http.") || name.equals("db.client.operation.duration");
    }

    private static JsonObject shape(Metric metric) {
        JsonObject json = new JsonObject();
        json.addProperty("unit", metric.getUnit());
        json.addProperty("description", metric.getDescription());
        switch (metric.getDataCase()) {
            case SUM -> {
                json.addProperty("type", metric.getSum().getIsMonotonic() ? "monotonic sum" : "sum");
                json.addProperty("temporality", temporality(metric.getSum().getAggregationTemporality()));
                json.addProperty(
                        "number", numberType(metric.getSum().getDataPoints(0).hasAsInt()));
            }
            case GAUGE -> {
                json.addProperty("type", "gauge");
                json.addProperty(
                        "number", numberType(metric.getGauge().getDataPoints(0).hasAsInt()));
            }
            case HISTOGRAM -> {
                json.addProperty("type", "histogram");
                json.addProperty(
                        "temporality", temporality(metric.getHistogram().getAggregationTemporality()));
                JsonArray bounds = new JsonArray();
                metric.getHistogram().getDataPoints(0).getExplicitBoundsList().forEach(bounds::add);
                json.add("bounds", bounds);
            }
            default -> json.addProperty("type", metric.getDataCase().name());
        }
        return json;
    }

    private static String numberType(boolean isInt) {
        return isInt ? "int" : "double";
    }

    private static String temporality(AggregationTemporality temporality) {
        return temporality.name().substring("AGGREGATION_TEMPORALITY_".length());
    }
}
