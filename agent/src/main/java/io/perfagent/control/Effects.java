package io.perfagent.control;

import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All effects there are: at most as many as adaptations. Safe for all threads. */
final class Effects {
    private final CopyOnWriteArrayList<EffectSwitch> all = new CopyOnWriteArrayList<>();
    private final KillSwitch kill;

    Effects(KillSwitch kill) {
        this.kill = kill;
    }

    /** The switch of an effect; the first one registered for an adaptation stays. */
    EffectSwitch register(String id, Effect effect) {
        EffectSwitch made = new EffectSwitch(id, effect, kill);
        synchronized (this) {
            EffectSwitch known = find(id);
            if (known == null) {
                all.add(made);
            }
            return known == null ? made : known;
        }
    }

    @Nullable
    EffectSwitch find(String id) {
        for (EffectSwitch one : all) {
            if (one.id.equals(id)) {
                return one;
            }
        }
        return null;
    }

    /** Turns all off, without waiting for any that another thread is at. How many may still be in effect. */
    int restoreAll() {
        int left = 0;
        for (EffectSwitch one : all) {
            left += one.restoreUnlessBusy() ? 0 : 1;
        }
        return left;
    }

    /** Tries once more to restore those that are owed. How many still are. */
    int retry() {
        int left = 0;
        for (EffectSwitch one : all) {
            left += one.isOwed() && !one.restoreUnlessBusy() ? 1 : 0;
        }
        return left;
    }

    int applied() {
        int applied = 0;
        for (EffectSwitch one : all) {
            applied += one.isApplied() ? 1 : 0;
        }
        return applied;
    }

    Iterable<EffectSwitch> all() {
        return all;
    }
}
