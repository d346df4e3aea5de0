package io.perfagent.export.console;

import io.perfagent.export.proto.ProtoReader;
import java.io.PrintStream;

/** Metric points as lines of text. */
final class MetricLines {
    private MetricLines() {}

    /** A line for each point of one {@code Metric}. */
    static void print(PrintStream stream, byte[] data, int from, int to) {
        String name = "";
        String unit = "";
        ProtoReader metric = new ProtoReader().reset(data, from, to);
        while (metric.next()) {
            if (metric.field() == 1) {
                name = TelemetryLines.text(data, metric);
            } else if (metric.field() == 3) {
                unit = TelemetryLines.text(data, metric);
            }
        }
        metric.reset(data, from, to);
        while (metric.next()) {
            boolean numbers = metric.field() == 5 || metric.field() == 7;
            boolean histogram = metric.field() == 9 || metric.field() == 10;
            if (numbers || histogram) {
                ProtoReader points = new ProtoReader().reset(data, metric.start(), metric.end());
                while (points.next()) {
                    if (points.field() == 1) {
                        int attributes = numbers ? 7 : metric.field() == 9 ? 9 : 1;
                        // min and max: 11 and 12 with explicit bounds, 12 and 13 without
                        int min = numbers ? 0 : metric.field() == 9 ? 11 : 12;
                        stream.println(point(name, unit, data, points, attributes, min));
                    }
                }
            }
        }
    }

    /** A number point when {@code minField} is 0, else a histogram point. */
    private static String point(
            String name, String unit, byte[] data, ProtoReader field, int attributesField, int minField) {
        StringBuilder line = new StringBuilder("metric ").append(name);
        StringBuilder attributes = new StringBuilder();
        ProtoReader point = new ProtoReader().reset(data, field.start(), field.end());
        while (point.next()) {
            int number = point.field();
            if (number == attributesField) {
                TelemetryLines.attribute(attributes, data, point);
            } else if (minField == 0 && number == 4) {
                line.append(' ').append(Double.longBitsToDouble(point.value()));
            } else if (minField == 0 && number == 6) {
                line.append(' ').append(point.value());
            } else if (minField > 0 && number == 4) {
                line.append(" count=").append(point.value());
            } else if (minField > 0 && (number == 5 || number == minField || number == minField + 1)) {
                line.append(number == 5 ? " sum=" : number == minField ? " min=" : " max=");
                line.append(Double.longBitsToDouble(point.value()));
            }
        }
        if (!unit.isEmpty()) {
            line.append(' ').append(unit);
        }
        return line.append(attributes).toString();
    }
}
