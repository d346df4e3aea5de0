package io.perfagent.control;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An effect that can be turned on and off from any thread, counts what it did, and stays off for good once the kill switch
 * has been thrown. A restore that fails is owed, and tried again.
 */
final class EffectSwitch {
    final String id;
    private final Effect effect;
    private final KillSwitch kill;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean applied;
    private volatile boolean owed;
    private volatile int applications;
    private volatile int restorations;
    private volatile int failures;
    private volatile @Nullable String lastFailure;

    EffectSwitch(String id, Effect effect, KillSwitch kill) {
        this.id = id;
        this.effect = effect;
        this.kill = kill;
    }

    /** It was applied by an earlier process. */
    void foundInPlace() {
        turn.lock();
        try {
            applied = true;
        } finally {
            turn.unlock();
        }
    }

    /** Whether it is in effect afterwards. */
    boolean apply() {
        turn.lock();
        try {
            if (!kill.isOff() && !applied) {
                owed = true; // until it is known what has become of it
                effect.apply();
                applied = true;
                owed = false;
                applications++;
            }
        } catch (Throwable t) {
            failed("apply", t);
            restoreNow();
        } finally {
            turn.unlock();
        }
        if (kill.isOff()) {
            restore(); // thrown meanwhile: whoever threw it may not have had this turn
        }
        return applied;
    }

    /** Whether nothing of it is in effect afterwards. */
    boolean restore() {
        turn.lock();
        try {
            return restoreNow();
        } finally {
            turn.unlock();
        }
    }

    /** The same, but not waiting for another thread that is applying or restoring it: that one sees the kill switch. */
    boolean restoreUnlessBusy() {
        if (!turn.tryLock()) {
            return false;
        }
        try {
            return restoreNow();
        } finally {
            turn.unlock();
        }
    }

    private boolean restoreNow() {
        if (!applied && !owed) {
            return true;
        }
        try {
            effect.restore();
            applied = false;
            owed = false;
            restorations++;
            return true;
        } catch (Throwable t) {
            owed = true;
            failed("restore", t);
            return false;
        }
    }

    private void failed(String what, Throwable t) {
        failures++;
        lastFailure = Texts.line(what + ": " + t, Adaptation.MAX_REASON_CHARS);
    }

    boolean isApplied() {
        return applied;
    }

    /** Whether something of it may be in effect that should not be. */
    boolean isOwed() {
        return owed;
    }

    int applications() {
        return applications;
    }

    int restorations() {
        return restorations;
    }

    int failures() {
        return failures;
    }

    @Nullable
    String lastFailure() {
        return lastFailure;
    }
}
