package io.perfagent.limit;

import java.util.Locale;

/** What is held back of outbound calls, as text. */
public final class OutboundReport {
    private OutboundReport() {}

    /** One line for each host that has given cause; empty without one. */
    public static String text(Outbound outbound) {
        StringBuilder out = new StringBuilder();
        for (GuardedHost host : outbound.hosts()) {
            if (host.hasGivenCause()) {
                boolean holding = host.isHolding();
                out.append(String.format(
                        Locale.ROOT,
                        "  outbound %s%s: circuit %s, opened %d times; throttled by %.0f %%; %s%s: %d of %d calls%n",
                        host.name(),
                        holding ? "" : " (observed)",
                        host.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        host.opened(),
                        100 * host.throttled(),
                        host.limit() == 0 ? "" : "at most " + host.limit() + " at once; ",
                        holding ? "held back" : "would have been held back (a model)",
                        holding ? host.heldBack() : host.wouldHoldBack(),
                        host.calls()));
            }
        }
        return out.toString();
    }
}
