package io.perfagent.limit;

import io.perfagent.limit.Endpoints.Endpoint;
import io.perfagent.limit.Endpoints.Sums;
import io.perfagent.limit.policy.AdmissionLevel;

/** What limits are and do, and what requests wait for, as JSON (RFC 8259): figures that are not known are {@code null}. */
public final class LimitJson {
    private final StringBuilder out = new StringBuilder();

    private LimitJson() {}

    /** One object, on one line. */
    public static String of(Requests requests) {
        return new LimitJson().all(requests);
    }

    private String all(Requests requests) {
        out.append('{');
        LimitResource[] resources = requests.resources();
        array("resources");
        for (LimitResource resource : resources) {
            resource(resource);
        }
        end();
        array("caps");
        for (int i = 0; i < requests.caps().size(); i++) {
            cap(requests.caps(), i);
        }
        end();
        array("rates");
        for (int i = 0; i < requests.rates().size(); i++) {
            rate(requests.rates(), i);
        }
        end();
        array("keys");
        requests.keys().tell(this::key);
        end();
        array("endpoints");
        for (Endpoint endpoint : requests.endpoints().busiest(Endpoints.MAX)) {
            endpoint(endpoint, resources);
        }
        end();
        number("stuck", requests.stuck().count());
        array("findings");
        for (String finding : requests.hiddenBottlenecks().findings()) {
            comma();
            quote(finding);
        }
        end();
        return out.append("}\n").toString();
    }

    private void resource(LimitResource resource) {
        object();
        text("name", resource.name());
        text("kind", resource.isProcessors() ? "processors" : "pool");
        flag("in_effect", resource.isHolding());
        number("limit", resource.limit());
        number("inside", resource.gate().inside());
        number("queued", resource.gate().waiting());
        number("busy", resource.busy());
        number("waiting", resource.waiting());
        number("requests_per_s", resource.throughput());
        number("rejected", resource.gate().rejections());
        number("rejected_by_rank", resource.refusedByRank());
        number("would_reject", resource.wouldReject());
        int level = resource.level();
        boolean all = level == AdmissionLevel.ALL;
        text("lowest_tier", all ? "background" : Tiers.NAMES.get(level / AdmissionLevel.COHORTS));
        number("share_of_its_users", all ? 1 : (double) (level % AdmissionLevel.COHORTS) / AdmissionLevel.COHORTS);
        if (!resource.isProcessors()) {
            number("headroom", resource.headroom());
            number("utilization", resource.utilization());
            number("knee", resource.knee() == 0 ? Double.NaN : resource.knee());
            number("size", resource.size());
            number("recommended_size", resource.recommendedSize() == 0 ? Double.NaN : resource.recommendedSize());
            flag("database_is_the_bottleneck", resource.isDatabaseTheBottleneck());
        }
        close();
    }

    private void cap(Caps caps, int at) {
        object();
        text("path", caps.name(at));
        flag("in_effect", caps.isHolding());
        number("limit", caps.atMost(at));
        number("inside", caps.gateOf(at).inside());
        number("queued", caps.gateOf(at).waiting());
        number("rejected", caps.gateOf(at).rejections());
        close();
    }

    private void rate(Rates rates, int at) {
        object();
        text("path", rates.name(at));
        flag("in_effect", rates.isHolding());
        number("per_s", rates.perSecond(at));
        number("rejected", rates.rejections(at));
        close();
    }

    private void key(boolean isRate, String source, double most, long rejections, long overflows) {
        object();
        text("by", source);
        number(isRate ? "per_s" : "limit", most);
        number("rejected", rejections);
        number("uncounted", overflows);
        close();
    }

    private void endpoint(Endpoint endpoint, LimitResource[] resources) {
        Sums sums = endpoint.last;
        double millions = Math.max(1, sums.requests) * 1e6;
        double seconds = Math.max(1e-9, sums.seconds);
        object();
        text("name", endpoint.name);
        number("requests_per_s", sums.requests / seconds);
        number("rejected_per_s", sums.rejected / seconds);
        number("connector_ms", sums.connectorNanos / millions);
        number("gate_ms", sums.gateNanos / millions);
        number("resource_ms", sums.resourceNanos / millions);
        number("rest_ms", sums.busyNanos / millions);
        text("bottleneck", LimitReport.bottleneck(endpoint, resources));
        close();
    }

    private void comma() {
        char last = out.charAt(out.length() - 1);
        if (last != '{' && last != '[') {
            out.append(',');
        }
    }

    private void name(String name) {
        comma();
        quote(name);
        out.append(':');
    }

    private void array(String name) {
        name(name);
        out.append('[');
    }

    private void end() {
        out.append(']');
    }

    private void object() {
        comma();
        out.append('{');
    }

    private void close() {
        out.append('}');
    }

    private void text(String name, String value) {
        name(name);
        quote(value);
    }

    private void flag(String name, boolean value) {
        name(name);
        out.append(value);
    }

    private void number(String name, double value) {
        name(name);
        double rounded = Math.round(value * 1000) / 1000.0;
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.append("null");
        } else if (rounded == Math.rint(rounded)) {
            out.append((long) rounded);
        } else {
            out.append(rounded);
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append("\\u00")
                        .append(c < ' ' ? Integer.toHexString(c + 0x100).substring(1) : "3f");
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
