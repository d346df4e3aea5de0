package io.perfagent.it.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.perfagent.limit.GuardedHost;
import io.perfagent.limit.Outbound;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Four calls ask at once when the time of an open breaker is over. */
@JCStressTest
@Outcome(id = "3", expect = ACCEPTABLE, desc = "three probes")
@Outcome(expect = FORBIDDEN, desc = "more probes than may be, or fewer")
@State
public class ProbesRace {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int FAILURES = 20;

    private final GuardedHost host;
    private final long later;
    private int one;
    private int two;
    private int three;
    private int four;

    public ProbesRace() {
        GuardedHost made = (GuardedHost) new Outbound().host("host", 80);
        if (made == null) {
            throw new IllegalStateException();
        }
        host = made;
        host.hold();
        long now = System.nanoTime();
        for (int i = 0; i < FAILURES; i++) {
            host.enter(now);
            host.ended(now, now, true);
        }
        later = now + MINUTE_NANOS;
    }

    private int ask() {
        return host.enter(later) == null ? 1 : 0;
    }

    @Actor
    public void one() {
        one = ask();
    }

    @Actor
    public void two() {
        two = ask();
    }

    @Actor
    public void three() {
        three = ask();
    }

    @Actor
    public void four() {
        four = ask();
    }

    @Arbiter
    public void made(I_Result r) {
        r.r1 = one + two + three + four;
    }
}
