package io.perfagent.it.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.perfagent.limit.Gate;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The one inside leaves while another comes, who may wait for five seconds. */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "let in, and counted once")
@Outcome(expect = FORBIDDEN, desc = "the place that was left was not seen, or is counted wrongly")
@State
public class GateWakeRace {
    private static final long WAIT_NANOS = 5_000_000_000L;

    private final Gate gate = new Gate(WAIT_NANOS);

    public GateWakeRace() {
        gate.hold(1, 1);
        gate.enter();
    }

    @Actor
    public void leaves() {
        gate.leave();
    }

    @Actor
    public void comes(II_Result r) {
        r.r1 = gate.enter();
    }

    @Arbiter
    public void inside(II_Result r) {
        r.r2 = gate.inside();
    }
}
