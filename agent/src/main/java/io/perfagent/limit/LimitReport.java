package io.perfagent.limit;

import io.perfagent.limit.Endpoints.Endpoint;
import io.perfagent.limit.Endpoints.Sums;
import io.perfagent.limit.policy.AdmissionLevel;
import io.perfagent.limit.policy.OverloadEpisodes.Episode;
import java.util.List;
import java.util.Locale;

/** What limits are and do, and what requests wait for, as text. */
public final class LimitReport {
    private static final int ENDPOINTS = 10;

    private LimitReport() {}

    /** One line for each resource, cap and finding, and a table of endpoints; empty where there is nothing to say. */
    public static String text(Requests requests) {
        StringBuilder out = new StringBuilder();
        LimitResource[] resources = requests.resources();
        for (LimitResource resource : resources) {
            resource(out, resource);
        }
        caps(out, requests.caps());
        Rates rates = requests.rates();
        for (int i = 0; i < rates.size(); i++) {
            out.append(String.format(
                    Locale.ROOT,
                    "  rate %s: %.1f/s%s; turned away: %d%n",
                    rates.name(i),
                    rates.perSecond(i),
                    rates.isHolding() ? "" : " (not in effect)",
                    rates.rejections(i)));
        }
        requests.keys().tell(new Keys(out, requests.keys().isHolding()));
        out.append(requests.stuck().line()).append(requests.healthWaits().finding());
        for (String finding : requests.hiddenBottlenecks().findings()) {
            out.append("  finding: ").append(finding).append('\n');
        }
        endpoints(out, requests.endpoints().busiest(ENDPOINTS), resources);
        return out.toString();
    }

    private static final class Keys implements KeyLimits.Seen {
        private final StringBuilder out;
        private final boolean holding;

        Keys(StringBuilder out, boolean holding) {
            this.out = out;
            this.holding = holding;
        }

        @Override
        public void one(boolean rate, String source, double most, long rejections, long overflows) {
            out.append(String.format(
                    Locale.ROOT,
                    rate
                            ? "  rate by %s: %.1f/s%s; turned away: %d"
                            : "  cap by %s: %.0f requests inside%s; turned away: %d",
                    source,
                    most,
                    holding ? "" : " (not in effect)",
                    rejections));
            if (overflows > 0) {
                out.append(", let in uncounted as there were too many: ").append(overflows);
            }
            out.append('\n');
        }
    }

    /** Who is turned away on arrival; nothing while nobody is, nor ever was. */
    private static void ranks(StringBuilder out, LimitResource resource) {
        int level = resource.level();
        long refused = resource.refusedByRank();
        if (level == AdmissionLevel.ALL && refused == 0) {
            return;
        }
        out.append("    by tier and user: ");
        if (level == AdmissionLevel.ALL) {
            out.append("all may come");
        } else {
            int cohorts = level % AdmissionLevel.COHORTS;
            out.append(String.format(
                    Locale.ROOT,
                    "%d %% of the users of tier %s may come, and all of those above",
                    100 * cohorts / AdmissionLevel.COHORTS,
                    Tiers.NAMES.get(level / AdmissionLevel.COHORTS)));
        }
        out.append("; turned away for that: ").append(refused).append('\n');
    }

    /** One overload in a sentence. */
    public static String text(String resource, Episode overload) {
        if (overload.turnedAway() == 0) {
            return "overload of " + resource + " is over: nobody has been turned away since it was last told of";
        }
        return String.format(
                Locale.ROOT,
                "overload of %s %s %.0f s: %d requests served, which waited %s in the mean, and %d turned away; without the limit"
                        + " all would have waited %s in the mean and %s at the worst (a model: each comes once and nobody gives up)",
                resource,
                overload.isOver() ? "is over after" : "goes on, in the last",
                overload.seconds(),
                overload.served(),
                seconds(overload.waitSeconds()),
                overload.turnedAway(),
                seconds(overload.modelWaitSeconds()),
                seconds(overload.modelLongestSeconds()));
    }

    private static String seconds(double seconds) {
        return seconds < 1
                ? String.format(Locale.ROOT, "%.0f ms", 1000 * seconds)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static void overload(StringBuilder out, LimitResource resource) {
        Episode last = resource.lastOverload();
        if (last != null) {
            out.append("    last ").append(text(resource.name(), last)).append('\n');
        }
    }

    private static void resource(StringBuilder out, LimitResource resource) {
        boolean holding = resource.isHolding();
        out.append(String.format(
                Locale.ROOT,
                "  limit %s: %d requests inside%s, %d now, %d wait at the gate; %.1f busy, %.1f wait for it, %.0f/s;"
                        + " turned away: %d",
                resource.name(),
                resource.limit(),
                holding ? "" : " (observed)",
                resource.gate().inside(),
                resource.gate().waiting(),
                resource.busy(),
                resource.waiting(),
                resource.throughput(),
                resource.gate().rejections()));
        if (!holding) {
            out.append(String.format(Locale.ROOT, ", would have been (a model): %.0f", resource.wouldReject()));
        }
        if (resource.isProcessors()) {
            out.append('\n');
            ranks(out, resource);
            overload(out, resource);
            return;
        }
        double knee = resource.knee();
        out.append(String.format(
                Locale.ROOT,
                "%n    headroom %.0f; utilization %.2f; knee of the throughput %s; pool of %d",
                resource.headroom(),
                resource.utilization(),
                knee == 0 ? "unknown (the load has not varied enough)" : String.format(Locale.ROOT, "at %.0f", knee),
                resource.size()));
        int recommended = resource.recommendedSize();
        if (resource.isDatabaseTheBottleneck()) {
            out.append(", more connections would only slow the database down");
        } else if (recommended > 0) {
            out.append(", recommended: ").append(recommended);
        }
        out.append('\n');
        ranks(out, resource);
        overload(out, resource);
    }

    private static void caps(StringBuilder out, Caps caps) {
        for (int i = 0; i < caps.size(); i++) {
            Gate gate = caps.gateOf(i);
            out.append(String.format(
                    Locale.ROOT,
                    "  cap %s: %d requests inside%s, %d now, %d wait; turned away: %d%n",
                    caps.name(i),
                    caps.atMost(i),
                    caps.isHolding() ? "" : " (not in effect)",
                    gate.inside(),
                    gate.waiting(),
                    gate.rejections()));
        }
    }

    private static void endpoints(StringBuilder out, List<Endpoint> endpoints, LimitResource[] resources) {
        if (endpoints.isEmpty()) {
            return;
        }
        out.append("  waits by endpoint, mean of the last 10 s, in ms:\n");
        out.append(String.format(
                Locale.ROOT,
                "    %-32s %8s %9s %9s %9s %9s %9s  %s%n",
                "",
                "/s",
                "rejected",
                "connector",
                "gate",
                "resource",
                "rest",
                "bottleneck"));
        for (Endpoint endpoint : endpoints) {
            Sums sums = endpoint.last;
            double count = Math.max(1, sums.requests) * 1e6;
            double connector = sums.connectorNanos / count;
            double gate = sums.gateNanos / count;
            double resource = sums.resourceNanos / count;
            double rest = sums.busyNanos / count;
            out.append(String.format(
                    Locale.ROOT,
                    "    %-32s %8.1f %9.1f %9.2f %9.2f %9.2f %9.2f  %s%n",
                    endpoint.name,
                    sums.requests / Math.max(1e-9, sums.seconds),
                    sums.rejected / Math.max(1e-9, sums.seconds),
                    connector,
                    gate,
                    resource,
                    rest,
                    bottleneck(endpoint, resources)));
        }
    }

    /** What the requests to an endpoint wait for longest. */
    static String bottleneck(Endpoint endpoint, LimitResource[] resources) {
        Sums sums = endpoint.last;
        double count = Math.max(1, sums.requests) * 1e6;
        String found = Endpoints.bottleneck(
                sums.connectorNanos / count,
                sums.gateNanos / count,
                sums.resourceNanos / count,
                sums.busyNanos / count);
        return found.equals("resource") || found.equals("gate") ? names(endpoint.uses, resources) : found;
    }

    private static String names(int uses, LimitResource[] resources) {
        StringBuilder out = new StringBuilder();
        for (LimitResource resource : resources) {
            if ((uses & 1 << resource.index) != 0) {
                out.append(out.length() == 0 ? "" : ", ").append(resource.name());
            }
        }
        return out.length() == 0 ? "a cap" : out.toString();
    }
}
