package io.perfagent.it.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.perfagent.limit.Gate;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The limit is raised while another comes who may wait for five seconds. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "let in")
@Outcome(expect = FORBIDDEN, desc = "the new place was not seen")
@State
public class GateRaiseRace {
    private static final long WAIT_NANOS = 5_000_000_000L;

    private final Gate gate = new Gate(WAIT_NANOS);

    public GateRaiseRace() {
        gate.hold(1, 1);
        gate.enter();
    }

    @Actor
    public void raises() {
        gate.hold(2, 1);
    }

    @Actor
    public void comes(I_Result r) {
        r.r1 = gate.enter();
    }
}
