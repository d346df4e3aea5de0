package io.perfagent.it.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two take what is kept beside one task, while a third puts something beside another one into the table. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "one has it")
@Outcome(expect = FORBIDDEN, desc = "both have it, or nobody")
@State
public class SideTakeRace {
    private static final SideTable TABLE = new SideTable(1 << 20);

    private static final class Entry extends SideEntry {
        Entry(Object owner) {
            super(owner, TABLE);
        }
    }

    private final Object task = new Object();
    private final Object other = new Object();

    public SideTakeRace() {
        TABLE.add(new Entry(task));
    }

    @Actor
    public void one(ZZ_Result r) {
        r.r1 = TABLE.take(task, Entry.class) != null;
    }

    @Actor
    public void two(ZZ_Result r) {
        r.r2 = TABLE.take(task, Entry.class) != null;
    }

    @Actor
    public void third() {
        TABLE.add(new Entry(other));
        TABLE.take(other, Entry.class);
    }
}
