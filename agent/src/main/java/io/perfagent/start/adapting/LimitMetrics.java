package io.perfagent.start.adapting;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.limit.Caps;
import io.perfagent.limit.KeyLimits;
import io.perfagent.limit.LimitResource;
import io.perfagent.limit.Rates;
import io.perfagent.limit.Requests;
import io.perfagent.metric.CounterSeries;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Observed;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code perf_agent.limit.*} and {@code perf_agent.scaling.utilization}: each limited resource as its status has it. For the
 * export thread; nothing while there is nothing to limit.
 */
final class LimitMetrics implements Observed {
    private static final String SCOPE = "io.perfagent.limit";
    private static final String RESOURCE = "perf_agent.limit.resource";

    private final Requests requests;
    private final MetricSettings settings;
    private final Map<String, CounterSeries> counters = new HashMap<>(); // as many as resources, caps, and one
    private final Map<String, byte[]> attributes = new HashMap<>();

    LimitMetrics(Requests requests, MetricSettings settings) {
        this.requests = requests;
        this.settings = settings;
    }

    /** One figure of a resource; NaN where it is not known. */
    private abstract static class Figure {
        abstract double of(LimitResource resource);
    }

    private static final Figure LIMIT = new Figure() {
        @Override
        double of(LimitResource resource) {
            return resource.limit();
        }
    };

    private static final Figure INSIDE = new Figure() {
        @Override
        double of(LimitResource resource) {
            return resource.gate().inside();
        }
    };

    private static final Figure QUEUED = new Figure() {
        @Override
        double of(LimitResource resource) {
            return resource.gate().waiting();
        }
    };

    private static final Figure KNEE = new Figure() {
        @Override
        double of(LimitResource resource) {
            double knee = resource.knee();
            return knee == 0 ? Double.NaN : knee;
        }
    };

    private static final Figure RECOMMENDED = new Figure() {
        @Override
        double of(LimitResource resource) {
            int size = resource.recommendedSize();
            return size == 0 ? Double.NaN : size;
        }
    };

    private static final Figure UTILIZATION = new Figure() {
        @Override
        double of(LimitResource resource) {
            return resource.utilization();
        }
    };

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        LimitResource[] resources = requests.resources();
        Caps caps = requests.caps();
        Rates rates = requests.rates();
        if (resources.length == 0 && requests.hasNoSettings()) {
            return 0;
        }
        int before = out.points();
        out.scope(SCOPE, settings.scopeVersion());
        if (resources.length > 0) {
            gauge(out, resources, "limit", "Requests that may be inside at once.", LIMIT, nowUnixNanos);
            gauge(out, resources, "inside", "Requests that are inside.", INSIDE, nowUnixNanos);
            gauge(out, resources, "queued", "Requests that wait to be let in.", QUEUED, nowUnixNanos);
            gauge(
                    out,
                    resources,
                    "knee",
                    "Requests inside at which nearly all the throughput is reached, once the load has shown it.",
                    KNEE,
                    nowUnixNanos);
            gauge(
                    out,
                    resources,
                    "recommended_size",
                    "Size of the resource that would leave hardly a wait.",
                    RECOMMENDED,
                    nowUnixNanos);
            out.gauge("perf_agent.scaling.utilization", "1", "Demand for a resource over what it can give.");
            points(out, resources, UTILIZATION, nowUnixNanos);
        }
        out.sum("perf_agent.limit.rejections", "{request}", "Requests that were turned away.", true, settings.delta());
        for (LimitResource resource : resources) {
            count(out, "", resource.name(), resource.gate().rejections(), startUnixNanos, nowUnixNanos);
        }
        for (int i = 0; i < caps.size(); i++) {
            count(out, "cap ", caps.name(i), caps.gateOf(i).rejections(), startUnixNanos, nowUnixNanos);
        }
        for (int i = 0; i < rates.size(); i++) {
            count(out, "rate ", rates.name(i), rates.rejections(i), startUnixNanos, nowUnixNanos);
        }
        requests.keys().tell(new Keys(out, startUnixNanos, nowUnixNanos));
        out.sum(
                "perf_agent.limit.stuck",
                "{request}",
                "Requests that do not end, and are not counted any more.",
                true,
                settings.delta());
        counter("stuck", new byte[0])
                .write(out, startUnixNanos, nowUnixNanos, requests.stuck().count());
        return out.points() - before;
    }

    private final class Keys implements KeyLimits.Seen {
        private final MetricWriter out;
        private final long start;
        private final long now;

        Keys(MetricWriter out, long start, long now) {
            this.out = out;
            this.start = start;
            this.now = now;
        }

        @Override
        public void one(boolean rate, String source, double most, long rejections, long overflows) {
            count(out, rate ? "rate by " : "cap by ", source, rejections, start, now);
        }
    }

    private void gauge(
            MetricWriter out, LimitResource[] resources, String name, String description, Figure figure, long now) {
        out.gauge("perf_agent.limit.".concat(name), "{request}", description);
        points(out, resources, figure, now);
    }

    private void points(MetricWriter out, LimitResource[] resources, Figure figure, long now) {
        for (LimitResource resource : resources) {
            double value = figure.of(resource);
            if (!Double.isNaN(value)) {
                byte[] of = attributes(resource.name());
                out.doublePoint(of, of.length, 0, now, value);
            }
        }
    }

    private void count(MetricWriter out, String prefix, String name, long total, long start, long now) {
        String full = prefix.concat(name);
        counter(full, attributes(full)).write(out, start, now, total);
    }

    private CounterSeries counter(String name, byte[] of) {
        CounterSeries known = counters.get(name);
        if (known == null) {
            known = new CounterSeries(of, settings.delta());
            counters.put(name, known);
        }
        return known;
    }

    private byte[] attributes(String name) {
        byte[] known = attributes.get(name);
        if (known == null) {
            AttributeBytes made = new AttributeBytes();
            made.put(RESOURCE, name);
            known = made.toBytes();
            attributes.put(name, known);
        }
        return known;
    }
}
