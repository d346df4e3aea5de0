package io.perfagent.metric;

import io.perfagent.export.Resource;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoReader;
import io.perfagent.export.proto.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a collector would decode from an export: the points of a request, each with its metric's description. */
public final class Exported {
    /** One data point of any type; what a type does not have is null, empty or zero. */
    public static final class Point {
        public String scope = "";
        public String scopeVersion = "";
        public String metric = "";
        public String unit = "";
        public String description = "";
        /** gauge, sum, histogram or exponential. */
        public String type = "";

        public boolean delta;
        public boolean monotonic;
        public Map<String, String> attributes = new TreeMap<>();
        public long start;
        public long time;
        public Double doubleValue;
        public Long longValue;
        public long count;
        public Double sum;
        public Double min;
        public Double max;
        public List<Double> bounds = new ArrayList<>();
        public List<Long> buckets = new ArrayList<>();
        public int scale;
        public long zeroCount;
        public int offset;
        public List<Exemplar> exemplars = new ArrayList<>();
    }

    /** One exemplar, its ids in hexadecimal. */
    public record Exemplar(String traceId, String spanId, double value, long time) {}

    private final byte[] data;
    private final List<Point> points = new ArrayList<>();

    private Exported(byte[] data) {
        this.data = data;
    }

    /** Exports one source at {@code now}, started at {@code start}. */
    public static List<Point> of(Observed source, long start, long now) {
        ProtoWriter out = new ProtoWriter(1024, 64 << 20);
        MetricWriter writer = begin(out);
        int points = source.observe(writer, start, now);
        writer.end();
        return decode(out, points);
    }

    /** Exports everything. */
    public static List<Point> of(Metrics metrics, long now) {
        ProtoWriter out = new ProtoWriter(1024, 64 << 20);
        MetricWriter writer = begin(out);
        int points = metrics.collect(writer, now);
        writer.end();
        return decode(out, points);
    }

    private static MetricWriter begin(ProtoWriter out) {
        MetricWriter writer = new MetricWriter(out);
        writer.begin(
                Resource.of(new AttributeBytes().put("service.name", "test")).encoded());
        return writer;
    }

    private static List<Point> decode(ProtoWriter out, int expectedPoints) {
        Exported exported = new Exported(out.array());
        exported.request(out.size());
        if (exported.points.size() != expectedPoints) {
            throw new AssertionError(expectedPoints + " points announced, " + exported.points.size() + " written");
        }
        return exported.points;
    }

    private ProtoReader reader(int from, int to) {
        return new ProtoReader().reset(data, from, to);
    }

    private void request(int size) {
        ProtoReader request = reader(0, size);
        while (request.next()) {
            ProtoReader resource = reader(request.start(), request.end());
            while (resource.next()) {
                if (resource.field() == 2) {
                    scope(resource.start(), resource.end());
                }
            }
        }
    }

    private void scope(int from, int to) {
        String name = "";
        String version = "";
        ProtoReader scope = reader(from, to);
        while (scope.next()) {
            if (scope.field() == 1) {
                ProtoReader fields = reader(scope.start(), scope.end());
                while (fields.next()) {
                    if (fields.field() == 1) {
                        name = text(fields);
                    } else if (fields.field() == 2) {
                        version = text(fields);
                    }
                }
            } else if (scope.field() == 2) {
                int first = points.size();
                metric(scope.start(), scope.end());
                for (Point point : points.subList(first, points.size())) {
                    point.scope = name;
                    point.scopeVersion = version;
                }
            }
        }
    }

    private void metric(int from, int to) {
        int first = points.size();
        Point common = new Point();
        ProtoReader metric = reader(from, to);
        while (metric.next()) {
            switch (metric.field()) {
                case 1 -> common.metric = text(metric);
                case 2 -> common.description = text(metric);
                case 3 -> common.unit = text(metric);
                case 5 -> points(metric, "gauge", common);
                case 7 -> points(metric, "sum", common);
                case 9 -> points(metric, "histogram", common);
                case 10 -> points(metric, "exponential", common);
                default -> throw new AssertionError("metric field " + metric.field());
            }
        }
        for (Point point : points.subList(first, points.size())) {
            point.metric = common.metric;
            point.unit = common.unit;
            point.description = common.description;
            point.delta = common.delta;
            point.monotonic = common.monotonic;
        }
    }

    private void points(ProtoReader metric, String type, Point common) {
        ProtoReader fields = reader(metric.start(), metric.end());
        while (fields.next()) {
            if (fields.field() == 1) {
                Point point = new Point();
                point.type = type;
                point(fields.start(), fields.end(), point);
                points.add(point);
            } else if (fields.field() == 2) {
                common.delta = fields.value() == 1;
            } else {
                common.monotonic = fields.value() == 1;
            }
        }
    }

    private void point(int from, int to, Point point) {
        ProtoReader r = reader(from, to);
        boolean number = point.type.equals("sum") || point.type.equals("gauge");
        boolean exponential = point.type.equals("exponential");
        while (r.next()) {
            int f = r.field();
            if (f == 2) {
                point.start = r.value();
            } else if (f == 3) {
                point.time = r.value();
            } else if (f == (number ? 7 : exponential ? 1 : 9)) {
                attribute(r.start(), r.end(), point.attributes);
            } else if (number && f == 4) {
                point.doubleValue = Double.longBitsToDouble(r.value());
            } else if (number && f == 6) {
                point.longValue = r.value();
            } else if (f == 4) {
                point.count = r.value();
            } else if (f == 5) {
                point.sum = Double.longBitsToDouble(r.value());
            } else if (exponential) {
                exponentialField(r, point);
            } else {
                histogramField(r, point);
            }
        }
    }

    private void histogramField(ProtoReader r, Point point) {
        switch (r.field()) {
            case 6 -> {
                while (r.start() < r.end()) {
                    point.buckets.add(r.nextPackedFixed64());
                }
            }
            case 7 -> {
                while (r.start() < r.end()) {
                    point.bounds.add(Double.longBitsToDouble(r.nextPackedFixed64()));
                }
            }
            case 8 -> exemplar(r.start(), r.end(), point);
            case 11 -> point.min = Double.longBitsToDouble(r.value());
            case 12 -> point.max = Double.longBitsToDouble(r.value());
            default -> throw new AssertionError("histogram field " + r.field());
        }
    }

    private void exponentialField(ProtoReader r, Point point) {
        switch (r.field()) {
            case 6 -> point.scale = zigzag(r.value());
            case 7 -> point.zeroCount = r.value();
            case 8 -> {
                ProtoReader buckets = reader(r.start(), r.end());
                while (buckets.next()) {
                    if (buckets.field() == 1) {
                        point.offset = zigzag(buckets.value());
                    } else {
                        while (buckets.start() < buckets.end()) {
                            point.buckets.add(buckets.nextPackedVarint());
                        }
                    }
                }
            }
            case 11 -> exemplar(r.start(), r.end(), point);
            case 12 -> point.min = Double.longBitsToDouble(r.value());
            case 13 -> point.max = Double.longBitsToDouble(r.value());
            default -> throw new AssertionError("exponential histogram field " + r.field());
        }
    }

    private void exemplar(int from, int to, Point point) {
        long time = 0;
        double value = 0;
        String span = "";
        String trace = "";
        ProtoReader r = reader(from, to);
        while (r.next()) {
            switch (r.field()) {
                case 2 -> time = r.value();
                case 3 -> value = Double.longBitsToDouble(r.value());
                case 4 -> span = hex(r);
                case 5 -> trace = hex(r);
                default -> throw new AssertionError("exemplar field " + r.field());
            }
        }
        point.exemplars.add(new Exemplar(trace, span, value, time));
    }

    private void attribute(int from, int to, Map<String, String> attributes) {
        String key = "";
        String value = "";
        ProtoReader r = reader(from, to);
        while (r.next()) {
            if (r.field() == 1) {
                key = text(r);
            } else {
                ProtoReader any = reader(r.start(), r.end());
                while (any.next()) {
                    value = switch (any.field()) {
                        case 1 -> text(any);
                        case 2 -> Boolean.toString(any.value() == 1);
                        default -> Long.toString(any.value());
                    };
                }
            }
        }
        attributes.put(key, value);
    }

    private String text(ProtoReader r) {
        return new String(data, r.start(), r.end() - r.start(), StandardCharsets.UTF_8);
    }

    private String hex(ProtoReader r) {
        StringBuilder hex = new StringBuilder();
        for (int i = r.start(); i < r.end(); i++) {
            hex.append(Character.forDigit((data[i] >> 4) & 15, 16)).append(Character.forDigit(data[i] & 15, 16));
        }
        return hex.toString();
    }

    private static int zigzag(long value) {
        return (int) ((value >>> 1) ^ -(value & 1));
    }
}
