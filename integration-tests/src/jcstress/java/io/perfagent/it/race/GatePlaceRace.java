package io.perfagent.it.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.perfagent.limit.Gate;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two ask for the one place of a gate. */
@JCStressTest
@Outcome(
        id = {"true, false, 1", "false, true, 1"},
        expect = ACCEPTABLE,
        desc = "one has it")
@Outcome(expect = FORBIDDEN, desc = "both have it, or nobody")
@State
public class GatePlaceRace {
    private final Gate gate = new Gate();

    public GatePlaceRace() {
        gate.hold(1, 0);
    }

    @Actor
    public void one(ZZI_Result r) {
        r.r1 = gate.tryEnter();
    }

    @Actor
    public void other(ZZI_Result r) {
        r.r2 = gate.tryEnter();
    }

    @Arbiter
    public void inside(ZZI_Result r) {
        r.r3 = gate.inside();
    }
}
