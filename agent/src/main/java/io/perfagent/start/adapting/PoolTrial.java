package io.perfagent.start.adapting;

import io.perfagent.control.trial.GainTrial;
import io.perfagent.control.trial.NoHarmTrial;
import io.perfagent.pool.SizedPool;
import io.perfagent.pool.policy.PoolWindow;

/** The trial of one pool's size, from the counts when it began. */
final class PoolTrial {
    final GainTrial trial;
    private final PoolWindow before;
    private final LimitTrials.Answered answeredBefore;

    PoolTrial(long seed, SizedPool pool, LimitTrials.Traffic traffic) {
        trial = new GainTrial(seed);
        before = pool.total();
        answeredBefore = traffic.answered();
    }

    /** A second is over. A program that serves no requests is judged by its connections alone. */
    NoHarmTrial.Order second(SizedPool pool, LimitTrials.Traffic traffic) {
        PoolWindow now = pool.total();
        double queue = now.waitSeconds() - before.waitSeconds();
        LimitTrials.Answered answered = traffic.answered();
        boolean serves = answeredBefore.requests() != 0;
        long borrows = (long) (now.borrows() - before.borrows());
        return trial.second(new GainTrial.Reading(
                serves ? answered.requests() - answeredBefore.requests() : borrows,
                serves ? answered.bad() - answeredBefore.bad() : 0,
                now.uses() - before.uses(),
                queue + now.useSeconds() - before.useSeconds(),
                queue,
                pool.surplus() == 0));
    }
}
