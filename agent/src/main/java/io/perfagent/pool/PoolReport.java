package io.perfagent.pool;

import io.perfagent.pool.policy.PoolWindow;
import java.util.Locale;

/** What pools are given and would be given, as text. */
public final class PoolReport {
    private PoolReport() {}

    /** One line for each pool; empty without one that was used. */
    public static String text(SizedPools pools) {
        StringBuilder out = new StringBuilder();
        for (SizedPool pool : pools.all()) {
            if (pool.total().uses() > 0) {
                line(out, pool);
            }
        }
        return out.toString();
    }

    private static void line(StringBuilder out, SizedPool pool) {
        PoolWindow last = pool.last();
        out.append(String.format(
                Locale.ROOT,
                "  pool %s: %d connections%s, originally %d; %.1f in use for %.1f ms, waited for %.1f ms",
                pool.name(),
                pool.size(),
                pool.isHolding() ? "" : " (observed)",
                pool.originalSize(),
                last.meanInUse(),
                1e3 * last.meanUse(),
                1e3 * last.meanWait()));
        String objection = pool.objection();
        String why = pool.why();
        int surplus = pool.surplus();
        if (objection != null) {
            out.append("; ").append(objection);
        } else if (pool.isHolding() && !why.isEmpty()) {
            out.append("; ").append(why);
        } else if (!pool.isHolding() && pool.wantsMore()) {
            out.append("; would have ").append(pool.wanted());
        } else if (pool.isDatabaseTheBottleneck()) {
            out.append("; more would only slow the database down");
        }
        if (surplus > 0) {
            out.append("; ").append(surplus).append(" beyond its size, until the pool closes them");
        }
        out.append('\n');
    }
}
