package io.perfagent.limit;

import io.perfagent.json.JsonWriter;
import io.perfagent.limit.Endpoints.Endpoint;
import io.perfagent.limit.Endpoints.Sums;
import io.perfagent.limit.policy.AdmissionLevel;
import io.perfagent.limit.policy.OverloadEpisodes.Episode;
import org.jspecify.annotations.Nullable;

/** What limits are and do, and what requests wait for, as JSON (RFC 8259): figures that are not known are {@code null}. */
public final class LimitJson {
    private final JsonWriter out = new JsonWriter();

    private LimitJson() {}

    /** One object, on one line. */
    public static String of(Requests requests) {
        return new LimitJson().all(requests);
    }

    private String all(Requests requests) {
        out.open('{');
        LimitResource[] resources = requests.resources();
        out.key("resources").open('[');
        for (LimitResource resource : resources) {
            resource(resource);
        }
        out.close(']');
        out.key("caps").open('[');
        for (int i = 0; i < requests.caps().size(); i++) {
            cap(requests.caps(), i);
        }
        out.close(']');
        out.key("rates").open('[');
        for (int i = 0; i < requests.rates().size(); i++) {
            rate(requests.rates(), i);
        }
        out.close(']');
        out.key("keys").open('[');
        requests.keys().tell(this::key);
        out.close(']');
        out.key("endpoints").open('[');
        for (Endpoint endpoint : requests.endpoints().busiest(Endpoints.MAX)) {
            endpoint(endpoint, resources);
        }
        out.close(']');
        out.number("stuck", requests.stuck().count());
        out.key("findings").open('[');
        for (String finding : requests.hiddenBottlenecks().findings()) {
            out.element(finding);
        }
        out.close(']');
        return out.close('}') + "\n";
    }

    private void overload(@Nullable Episode last) {
        if (last == null) {
            return;
        }
        out.key("last_overload").open('{');
        out.flag("over", last.isOver());
        out.number("seconds", last.seconds());
        out.number("served", last.served());
        out.number("turned_away", last.turnedAway());
        out.number("wait_s", last.waitSeconds());
        out.number("model_wait_s", last.modelWaitSeconds());
        out.number("model_longest_wait_s", last.modelLongestSeconds());
        out.close('}');
    }

    private void resource(LimitResource resource) {
        out.open('{');
        out.text("name", resource.name());
        out.text("kind", resource.isProcessors() ? "processors" : "pool");
        out.flag("in_effect", resource.isHolding());
        out.number("limit", resource.limit());
        out.number("inside", resource.gate().inside());
        out.number("queued", resource.gate().waiting());
        out.number("busy", resource.busy());
        out.number("waiting", resource.waiting());
        out.number("requests_per_s", resource.throughput());
        out.number("rejected", resource.gate().rejections());
        out.number("rejected_by_rank", resource.refusedByRank());
        out.number("would_reject", resource.wouldReject());
        int level = resource.level();
        boolean all = level == AdmissionLevel.ALL;
        out.text("lowest_tier", all ? "background" : Tiers.NAMES.get(level / AdmissionLevel.COHORTS));
        out.number("share_of_its_users", all ? 1 : (double) (level % AdmissionLevel.COHORTS) / AdmissionLevel.COHORTS);
        if (!resource.isProcessors()) {
            out.number("headroom", resource.headroom());
            out.number("utilization", resource.utilization());
            out.number("knee", resource.knee() == 0 ? Double.NaN : resource.knee());
            out.number("size", resource.size());
            out.number("recommended_size", resource.recommendedSize() == 0 ? Double.NaN : resource.recommendedSize());
            out.flag("database_is_the_bottleneck", resource.isDatabaseTheBottleneck());
        }
        overload(resource.lastOverload());
        out.close('}');
    }

    private void cap(Caps caps, int at) {
        out.open('{');
        out.text("path", caps.name(at));
        out.flag("in_effect", caps.isHolding());
        out.number("limit", caps.atMost(at));
        out.number("inside", caps.gateOf(at).inside());
        out.number("queued", caps.gateOf(at).waiting());
        out.number("rejected", caps.gateOf(at).rejections());
        out.close('}');
    }

    private void rate(Rates rates, int at) {
        out.open('{');
        out.text("path", rates.name(at));
        out.flag("in_effect", rates.isHolding());
        out.number("per_s", rates.perSecond(at));
        out.number("rejected", rates.rejections(at));
        out.close('}');
    }

    private void key(boolean isRate, String source, double most, long rejections, long overflows) {
        out.open('{');
        out.text("by", source);
        out.number(isRate ? "per_s" : "limit", most);
        out.number("rejected", rejections);
        out.number("uncounted", overflows);
        out.close('}');
    }

    private void endpoint(Endpoint endpoint, LimitResource[] resources) {
        Sums sums = endpoint.last;
        double millions = Math.max(1, sums.requests) * 1e6;
        double seconds = Math.max(1e-9, sums.seconds);
        out.open('{');
        out.text("name", endpoint.name);
        out.number("requests_per_s", sums.requests / seconds);
        out.number("rejected_per_s", sums.rejected / seconds);
        out.number("connector_ms", sums.connectorNanos / millions);
        out.number("gate_ms", sums.gateNanos / millions);
        out.number("resource_ms", sums.resourceNanos / millions);
        out.number("rest_ms", sums.busyNanos / millions);
        out.text("bottleneck", LimitReport.bottleneck(endpoint, resources));
        out.close('}');
    }
}
