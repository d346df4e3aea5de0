package io.perfagent.it.race;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.perfagent.cache.tier.Epochs;
import io.perfagent.cache.tier.Lease;
import io.perfagent.cache.tier.PendingWrite;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A row is read to be kept while it is written: what is kept, and holds once the write has returned, is not the old one. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing that holds was kept of the old row")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the new row was kept")
@Outcome(expect = FORBIDDEN, desc = "the old row would be answered after its write")
@State
public class FillRace {
    private static final Epochs EPOCHS = new Epochs(); // one takes much memory
    private static final int TABLE = EPOCHS.table("item");

    private final long key = ThreadLocalRandom.current().nextLong();
    private volatile int row;
    private Lease lease;
    private int read;

    @Actor
    public void writes() {
        PendingWrite pending = EPOCHS.begin(EPOCHS.keyedWrites(TABLE, key));
        row = 1;
        pending.end();
    }

    @Actor
    public void reads() {
        lease = EPOCHS.lease(EPOCHS.keyedReads(TABLE, key), 0);
        read = row;
    }

    @Arbiter
    public void afterwards(II_Result r) {
        boolean kept = lease != null && lease.holds();
        r.r1 = kept && read == 1 ? 1 : 0;
        r.r2 = kept && read == 0 ? 1 : 0;
    }
}
