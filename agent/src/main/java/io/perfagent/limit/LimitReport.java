package io.perfagent.limit;

import java.util.Locale;

/** What limits are and do, as text. */
public final class LimitReport {
    private LimitReport() {}

    /** One line for each resource. */
    public static String text(LimitResource... resources) {
        StringBuilder out = new StringBuilder();
        for (LimitResource resource : resources) {
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
            out.append('\n');
        }
        return out.toString();
    }
}
