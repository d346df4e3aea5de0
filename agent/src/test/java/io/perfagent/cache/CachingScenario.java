package io.perfagent.cache;

import io.perfagent.bootstrap.Hook;
import io.perfagent.bootstrap.Seam;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.faults.FaultPoint;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * An application whose calls to one library are woven by hand, and its server a few numbers: what it reads must be what was
 * written before, whatever the hooks run into. It is loaded by a loader of its own for each kind of fault.
 */
public abstract class CachingScenario implements Callable<String> {
    protected static final long MINUTE_NANOS = 60_000_000_000L;

    /** What was wrong so far. */
    protected final StringBuilder wrong = new StringBuilder();

    /** Reads that were answered from memory. */
    protected int answered;

    private Caches caches;
    private Source source;
    private int sites;

    /** Begins: with one rule, and these hooks in the order of their numbers. */
    protected final Caches begin(String rule, Hook... hooks) {
        FaultPoint.switchTo(false);
        sites = hooks.length;
        Seam.install(hooks);
        Seam.open();
        caches = new Caches(
                new CacheOptions(0.001, 1 << 20, 1 << 16, new DataClasses("X", Map.of(), new ArrayList<>())));
        Caches.install(caches);
        caches.rules(CacheRules.ofSetting("R", rule, new ArrayList<>()));
        return caches;
    }

    /** What is read, from here on. */
    protected final void reads(Source of) {
        source = of;
    }

    protected static Object enter(int site, Object self, Object first, Object second) {
        FaultPoint.switchTo(true);
        try {
            return Seam.enter(site, self, first, second);
        } finally {
            FaultPoint.switchTo(false);
        }
    }

    protected static void exit(int site, Object self, Object state, Object result, Throwable thrown) {
        FaultPoint.switchTo(true);
        try {
            Seam.exit(site, self, state, result, thrown);
        } finally {
            FaultPoint.switchTo(false);
        }
    }

    /** Writes whose replies nobody waits for any more have waited long enough at this time. */
    protected abstract void settleLingering(long nowNanos) throws ReflectiveOperationException;

    /** A source that was paused goes on; one of which a hook has removed itself is seen by control. */
    protected final void minuteLater() throws ReflectiveOperationException {
        for (int site = 0; site < sites; site++) {
            if (Seam.failures(site) >= Seam.MAX_FAILURES) {
                source.distrust("a hook has removed itself");
            }
        }
        source.isServing(); // finds that a hook has failed
        source.unseen(System.nanoTime() - MINUTE_NANOS);
        settleLingering(System.nanoTime() + MINUTE_NANOS);
    }

    private boolean isSeenBySeam() {
        boolean seen = false;
        for (int site = 0; site < sites; site++) {
            seen |= Seam.failures(site) > 0;
        }
        return seen;
    }

    /** The JVM tells of what is collected by a thread of its own, which on a busy machine may be late. */
    private static final int COLLECTIONS = 200;

    /** What the application leaves behind is collected, or some of it. */
    protected void collect() {}

    /**
     * Its connections are closed: after one fault, nothing is left, no write pending and nobody waited for. Without a fault, so
     * many reads at least were answered.
     */
    protected final String end(int least) throws ReflectiveOperationException {
        minuteLater();
        if (isSeenBySeam()) { // a hook that has not even begun leaves a read on its way: it is swept
            caches.flights.sweep(System.nanoTime() + 2 * MINUTE_NANOS);
        }
        boolean isJudged = FaultPoint.thrown() < 2;
        if (isJudged && caches.flights.size() > 0) {
            wrong.append("somebody may be waited for\n");
        }
        for (int i = 0;
                i < COLLECTIONS
                        && isJudged
                        && source.isServing()
                        && source.epochs().pending() > 0;
                i++) {
            collect();
        }
        if (isJudged && source.isServing() && source.epochs().pending() > 0) {
            wrong.append(source.epochs().pending()).append(" writes are pending for ever\n");
        }
        if (FaultPoint.thrown() == 0 && answered < least) {
            wrong.append("only ").append(answered).append(" reads were answered\n");
        }
        Caches.install(null);
        return wrong.toString();
    }
}
