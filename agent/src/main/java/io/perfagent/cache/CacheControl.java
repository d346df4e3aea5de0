package io.perfagent.cache;

import io.perfagent.cache.policy.AdaptiveTtl;
import io.perfagent.cache.policy.CacheRule;
import io.perfagent.cache.policy.Verification;
import io.perfagent.cache.shadow.ShadowFigures;
import io.perfagent.cache.tier.MemoryTier;
import io.perfagent.control.Adaptation;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Mode;
import io.perfagent.control.Outcome;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import io.perfagent.control.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules as adaptations: one for each kind of read that a rule names. Mode {@code on} puts it into effect at once,
 * {@code supervised} waits for the operator, {@code auto} for evidence that meets the objective; checks of hits keep it or
 * quarantine it. For one thread, which calls {@link #second}; commands may come from any.
 */
public final class CacheControl {
    /** The kind's name in control, in its settings and its ledger. */
    public static final String KIND = "cache";

    private static final int EXPIRE_EVERY = 10;
    private static final int WOULD_BE_HITS_TO_PROPOSE = 100;
    private static final double CONFIDENCE = 0.95;

    private final Control control;
    private final Caches caches;
    private final Map<String, CacheRule> given =
            new LinkedHashMap<>(); // the rule that an adaptation was registered with
    private int seconds;
    private long nowNanos;

    public CacheControl(Control control, Caches caches) {
        this.control = control;
        this.caches = caches;
    }

    /** Once a second. */
    public void second(long nowUnixMillis, long nowNanos) {
        this.nowNanos = nowNanos;
        if (caches.rules().isEmpty() && given.isEmpty()) {
            return;
        }
        Map<String, List<ReadKind>> byName = new LinkedHashMap<>();
        for (ReadKind kind : caches.kinds()) {
            if (kind.counts().reads() > 0) {
                byName.computeIfAbsent(kind.name(), name -> new ArrayList<>()).add(kind);
            }
        }
        for (Map.Entry<String, List<ReadKind>> one : byName.entrySet()) {
            attend(one.getKey(), one.getValue(), nowUnixMillis);
        }
        MemoryTier tier = caches.tier();
        if (tier != null && ++seconds % EXPIRE_EVERY == 0) {
            tier.second(nowNanos);
            caches.flights.sweep(nowNanos);
        }
    }

    private void attend(String name, List<ReadKind> kinds, long now) {
        ReadKind first = kinds.get(0);
        CacheRule rule = first.rule();
        CacheRule before = given.get(name);
        if (rule == null) {
            if (before != null) {
                given.remove(name);
                Adaptation old = control.observe(KIND, name, Figures.NONE, false, now);
                leave(old, kinds, "its rule is gone", true, now);
            }
            return;
        }
        Adaptation known = control.observe(KIND, name, Figures.NONE, false, now);
        if (known == null) {
            return;
        }
        String refusal = CacheReport.refusal(first, rule);
        boolean changed = before != null && !before.equals(rule);
        given.put(name, rule);
        if (changed
                && refusal == null
                && control.mode(known) == Mode.ON
                && known.state().inEffect()) {
            control.restore(known.id());
            control.apply(known.id());
        } else if (refusal != null || changed) {
            leave(known, kinds, refusal != null ? refusal : "its rule has changed", changed, now);
            if (refusal != null) {
                return;
            }
            known = control.find(known.id());
            if (known == null) {
                return;
            }
        }
        control.register(known.id(), new Holding(name));
        step(known, rule, kinds, now);
    }

    private void step(Adaptation known, CacheRule rule, List<ReadKind> kinds, long now) {
        String id = known.id();
        Mode mode = control.mode(known);
        Figures evidence = evidence(rule, kinds);
        if (known.isProposable() && isDue(mode, rule, evidence)) {
            control.propose(id, proposal(known, rule, evidence), evidence, now);
        }
        Adaptation after = control.find(id);
        if (after != null && after.state() == State.APPROVED && mode != Mode.ON) {
            control.startTrial(id, "served, and one hit in " + ReadKind.VERIFY_ONE_IN + " checked", evidence, now);
            control.apply(id);
        }
        Adaptation acting = control.find(id);
        if (acting != null && acting.state().inEffect() && control.apply(id)) {
            putInForce(kinds, rule); // another source may have the same text since
            watch(acting, rule, kinds, now);
        }
    }

    private void putInForce(List<ReadKind> kinds, CacheRule rule) {
        for (ReadKind kind : kinds) {
            if (kind.inForce() == null && CacheReport.refusal(kind, rule) == null) {
                kind.putInForce(rule);
                if (!control.mode(KIND).acts()) {
                    kind.takeOut(); // the kill switch was thrown meanwhile
                }
            }
        }
    }

    /**
     * An adaptation goes out of effect.
     *
     * @param ruleIsOther whether that is because of its rule: it is observed again. What was found of the read rolls it back
     */
    private void leave(@Nullable Adaptation known, List<ReadKind> kinds, String why, boolean ruleIsOther, long now) {
        for (ReadKind kind : kinds) {
            kind.takeOut();
        }
        if (known == null) {
            return;
        }
        boolean inEffect = known.state().inEffect();
        if (inEffect && !ruleIsOther) {
            control.rollBack(known.id(), why, Figures.NONE, now);
        } else if (inEffect || known.state() == State.PROPOSED || known.state() == State.APPROVED) {
            control.withdraw(known.id(), why, Figures.NONE, now);
        }
    }

    private boolean isDue(Mode mode, CacheRule rule, Figures evidence) {
        double hits = evidence.get("would_be_hits");
        switch (mode) {
            case ON:
                return true;
            case AUTO:
                // What the sample finds stale is what a channel tells of.
                return hits >= Verification.ENOUGH
                        && (rule.needsChannel() || evidence.get("stale_upper_bound") <= caches.options.objective());
            default:
                return hits >= WOULD_BE_HITS_TO_PROPOSE;
        }
    }

    private static Proposal proposal(Adaptation known, CacheRule rule, Figures evidence) {
        double saved = evidence.get("saved_ms");
        return new Proposal(
                "answer " + known.subject() + " from memory, level "
                        + rule.level().text() + ", at most " + rule.ttlMillis() + " ms old",
                Double.isNaN(saved) ? 0 : saved,
                "ms of calls so far",
                CONFIDENCE,
                Risk.MEDIUM);
    }

    private static Figures evidence(CacheRule rule, List<ReadKind> kinds) {
        double hits = 0;
        double stale = 0;
        double reads = 0;
        double saved = 0;
        for (ReadKind kind : kinds) {
            ShadowFigures figures = kind.figures();
            if (figures != null) {
                int at = figures.at(kind.ttlMillis(rule));
                hits += figures.hits()[at];
                stale += figures.stale()[at];
                reads += figures.reads();
                saved += figures.savedNanosOfAll(at) / 1e6;
            }
        }
        return Figures.of("would_be_hits", hits)
                .with("hit_ratio", reads == 0 ? 0 : hits / reads)
                .with("stale", stale)
                .with("stale_upper_bound", Verification.upperBound(stale, hits))
                .with("saved_ms", saved);
    }

    /** In effect: its time to live follows the data, and its checks decide. */
    private void watch(Adaptation known, CacheRule rule, List<ReadKind> kinds, long now) {
        long checks = 0;
        long stale = 0;
        String broken = null;
        boolean confirmed = !rule.level().isKept(); // what ends with its request needs no checks
        for (ReadKind kind : kinds) {
            InForce in = kind.inForce();
            if (in == null) {
                continue;
            }
            adapt(kind, in);
            synchronized (in.verification) {
                checks += in.verification.checks();
                stale += in.verification.stale();
                confirmed |= in.verification.verdict(caches.options.objective()) == Verification.Verdict.CONFIRMED;
            }
            if (in.isUntold(nowNanos)) {
                in.suspended = "the server has not told of a change that a check has found";
            }
            broken = in.suspended != null ? in.suspended : broken;
        }
        Figures evidence = Figures.of("checked", checks)
                .with("stale", stale)
                .with("stale_lower_bound", Verification.lowerBound(stale, checks));
        if (broken != null) {
            control.quarantine(known.id(), broken, evidence, now);
        } else if (confirmed && known.state() == State.TRIAL) {
            control.keep(known.id(), checks + " checked hits, " + stale + " stale", evidence, now);
        }
    }

    private void adapt(ReadKind kind, InForce in) {
        ShadowFigures figures = kind.figures();
        if (figures != null && in.rule.level().isKept() && !in.rule.needsChannel()) {
            long millis = AdaptiveTtl.millis(
                    kind.ttlMillis(in.rule),
                    figures.pairs(),
                    figures.changed(),
                    figures.pairMillis(),
                    caches.options.objective());
            in.ttlNanos = millis * 1_000_000;
        }
    }

    private List<ReadKind> named(String name) {
        List<ReadKind> named = new ArrayList<>();
        for (ReadKind kind : caches.kinds()) {
            if (kind.name().equals(name)) {
                named.add(kind);
            }
        }
        return named;
    }

    private final class Holding implements Effect {
        private final String name;

        Holding(String name) {
            this.name = name;
        }

        @Override
        public void apply() {
            for (ReadKind kind : named(name)) {
                CacheRule rule = kind.rule();
                if (rule != null && CacheReport.refusal(kind, rule) == null) {
                    kind.putInForce(rule);
                }
            }
        }

        @Override
        public void restore() {
            for (ReadKind kind : named(name)) {
                kind.takeOut();
            }
        }
    }

    /** Takes the adaptations out that a target names. What became of it, in a line. */
    public String disable(String target, long nowUnixMillis) {
        int out = 0;
        for (ReadKind kind : Targets.find(caches, target)) {
            Adaptation known = control.find(KIND + ":" + kind.name());
            if (known != null) {
                Outcome outcome = control.undo(known.id(), nowUnixMillis);
                out += (outcome.done() ? outcome : control.reject(known.id(), nowUnixMillis)).done() ? 1 : 0;
            }
            kind.takeOut();
        }
        return out + " taken out\n";
    }
}
