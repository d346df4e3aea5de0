package io.perfagent.pool;

import io.perfagent.instrument.family.ConnectionPool;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.Recorder;

/** A pool as a library's looks to the agent, with figures that a test sets. */
public final class FakePool extends ConnectionPool {
    private static final DatabaseTarget TARGET = new DatabaseTarget("h2", null, null, 0, null, 0);

    public volatile int max;
    public volatile int minIdle;
    public volatile int used;
    public volatile int idle;
    public volatile boolean gone;
    public volatile boolean refuses;
    public volatile boolean ignores;

    public FakePool(Recorder recorder, String name, int max) {
        super(recorder.connectionPools, name, TARGET);
        this.max = max;
        this.minIdle = max;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public int used() {
        return used;
    }

    @Override
    public int idle() {
        return idle;
    }

    @Override
    protected int pending() {
        return 0;
    }

    @Override
    public int max() {
        return max;
    }

    @Override
    public int minIdle() {
        return minIdle;
    }

    @Override
    protected void setSize(int newMax, int newMinIdle) {
        if (refuses) {
            throw new IllegalStateException("sealed");
        }
        if (!ignores) {
            max = newMax;
            minIdle = newMinIdle;
        }
    }

    @Override
    protected synchronized boolean closeOne(long waitMillis) {
        if (idle == 0) {
            return false;
        }
        idle--;
        return true;
    }
}
