package io.perfagent.control;

import io.perfagent.export.Severity;
import io.perfagent.export.proto.AttributeBytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The life of all adaptations of this process: who may move them, what is in effect, what is written down, what is said.
 *
 * <p>A room that adapts something observes it, registers its effect, proposes, and follows the state: once it is
 * {@link State#APPROVED} it starts a trial and keeps it or rolls it back. In mode {@code on} approval puts it into effect at
 * once. Effects change only through here. Time is passed in, Unix time in milliseconds. Safe for all threads; no call waits
 * for the disk but {@link #second}, {@link #close} and those of an operator. Nothing throws on an illegal move: it is
 * refused with a line. {@link #second} is for one thread.
 */
public final class Control {
    /** Most adaptations; those beyond it are refused and counted. */
    public static final int MAX_ADAPTATIONS = 256;

    private static final String SWITCHED_OFF = "switched off by ";

    final Modes modes;
    final Consent consent;
    final Journal journal;
    final Effects effects;
    final KillSwitch kill;
    private final Voice voice;
    private final Map<String, Adaptation> adaptations = new LinkedHashMap<>(); // guarded by this
    private final Set<String> refused = new HashSet<>(); // guarded by this; names
    private boolean fileSeen;
    private boolean foundOff;
    private boolean problemSaid;
    private boolean owedSaid;

    /** Hears of every transition. */
    public interface Said {
        /**
         * @param toConsole whether the line is for the operator's console as well as an event
         * @param event {@code perf_agent.adaptation.<state>}
         */
        void said(Severity severity, boolean toConsole, String event, String line, AttributeBytes attributes);
    }

    public Control(Modes modes, Consent consent, Journal journal, KillSwitch kill, Said said) {
        this.modes = modes;
        this.consent = consent;
        this.journal = journal;
        this.kill = kill;
        this.effects = new Effects(kill);
        this.voice = new Voice(journal, said);
        journal.load();
        foundOff = kill.turnOffByFile(); // before anything is put in place
        fileSeen = foundOff;
    }

    /**
     * How far a kind may go at most: single adaptations of it may have a narrower mode. Once the kill switch is thrown, at most
     * {@link Mode#OBSERVE}.
     */
    public Mode mode(String kind) {
        return unlessOff(modes.farthest(kind));
    }

    /** The mode of an adaptation; once the kill switch is thrown, at most {@link Mode#OBSERVE}. */
    public Mode mode(Adaptation adaptation) {
        return mode(adaptation.kind(), adaptation.subject());
    }

    /** The same for one that is not observed yet. */
    public Mode mode(String kind, String subject) {
        return unlessOff(modes.of(kind, subject));
    }

    private Mode unlessOff(Mode mode) {
        return kill.isOff() && mode != Mode.OFF ? Mode.OBSERVE : mode;
    }

    /**
     * Begins to observe something, or finds that it is observed already. It starts in the state that an earlier process
     * left it in where that still counts: not wanted, rolled back, and, if it outlasts a process, on trial or kept. Such a
     * one is not applied by that: its room registers what it finds in place, and applies what it misses.
     *
     * @param outlastsProcess whether its effect and its trial go on over restarts, as an archive's do
     * @return null if its kind is off or there is no more room
     */
    public synchronized @Nullable Adaptation observe(
            String kind, String subject, Figures originals, boolean outlastsProcess, long nowUnixMillis) {
        Adaptation fresh = new Adaptation(kind, subject, journal.deployment(), originals, nowUnixMillis);
        Adaptation known = adaptations.get(fresh.id());
        if (known != null) {
            return known.subject().equals(fresh.subject()) ? known : refuse(fresh);
        }
        if (mode(kind, subject) == Mode.OFF || adaptations.size() == MAX_ADAPTATIONS) {
            return mode(kind, subject) == Mode.OFF ? null : refuse(fresh);
        }
        Adaptation begun = recall(fresh, outlastsProcess);
        adaptations.put(begun.id(), begun);
        return begun;
    }

    /**
     * As {@link #observe}, for what an operator's own command has put in place before this process began, such as an archive
     * that {@code prepare} has made: it is on trial, or what a process before has found it to be, in every mode but off. If
     * it was taken out, or is not wanted, it is taken out again at once.
     *
     * @param madeUnixMillis when it was put in place: older decisions do not hold for it
     * @return null if its kind is off or there is no more room; it is then left as it is
     */
    public @Nullable Adaptation inPlace(
            String kind, String subject, Effect effect, String why, long madeUnixMillis, long nowUnixMillis) {
        Adaptation begun;
        synchronized (this) {
            Adaptation fresh = new Adaptation(kind, subject, journal.deployment(), Figures.NONE, nowUnixMillis);
            if (mode(kind, subject) == Mode.OFF || adaptations.size() == MAX_ADAPTATIONS) {
                return mode(kind, subject) == Mode.OFF ? null : refuse(fresh);
            }
            Decision decision = journal.decision(fresh);
            Decision holds = decision != null && decision.atUnixMillis() >= madeUnixMillis ? decision : null;
            if (consent.rejects(fresh)) {
                begun = fresh.recalled(State.REJECTED, nowUnixMillis, null, "by the settings");
            } else if (holds != null && (holds.rejects() || holds.state() == State.ROLLED_BACK)) {
                begun = fresh.recalled(holds.state(), holds.atUnixMillis(), null, holds.reason());
            } else if (holds != null && holds.state().inEffect()) {
                begun = fresh.recalled(holds.state(), holds.atUnixMillis(), Actor.OPERATOR, holds.reason());
            } else {
                begun = fresh.recalled(State.TRIAL, madeUnixMillis, Actor.OPERATOR, why);
                journal.decide(Decision.of(begun, decision == null ? 0 : decision.rolledBackUnixMillis()), true);
            }
            adaptations.put(begun.id(), begun);
        }
        EffectSwitch found = effects.register(begun.id(), effect);
        found.foundInPlace();
        if (!begun.state().inEffect() || kill.isOff()) {
            found.restore();
        }
        if (begun.state().inEffect() && kill.isOff()) {
            move(begun.id(), Action.UNDO, Actor.KILL_SWITCH, nowUnixMillis, SWITCHED_OFF + kill.cause(), Figures.NONE);
        }
        return find(begun.id());
    }

    /** Asked for again each second: counted once. */
    private synchronized @Nullable Adaptation refuse(Adaptation fresh) {
        if (refused.size() < MAX_ADAPTATIONS) {
            refused.add(fresh.name());
        }
        return null;
    }

    private Adaptation recall(Adaptation fresh, boolean outlastsProcess) {
        Decision decision = journal.decision(fresh);
        if (consent.rejects(fresh)) {
            return fresh.recalled(State.REJECTED, fresh.sinceUnixMillis(), null, "by the settings");
        }
        if (decision == null) {
            return fresh;
        }
        boolean goesOn = outlastsProcess && decision.state().inEffect() && approver(fresh, decision) != null;
        if (decision.rejects() || decision.state() == State.ROLLED_BACK || goesOn) {
            Actor by = goesOn ? approver(fresh, decision) : null;
            return fresh.recalled(decision.state(), decision.atUnixMillis(), by, decision.reason());
        }
        return fresh;
    }

    /** Who approves it without being asked, in the mode of its kind; null for nobody. */
    private @Nullable Actor approver(Adaptation adaptation, @Nullable Decision decision) {
        Mode mode = mode(adaptation);
        boolean recorded = consent.approves(adaptation) || (decision != null && decision.approves());
        if (recorded && mode.permits(Action.APPROVE, Actor.RECORD)) {
            return decision != null && decision.approves() ? Actor.OPERATOR : Actor.RECORD;
        }
        if (mode.permits(Action.APPROVE, Actor.CONSENT)) {
            return Actor.CONSENT;
        }
        Proposal proposal = adaptation.proposal();
        boolean good = proposal == null || proposal.goodEnoughForPolicy();
        return good && mode.permits(Action.APPROVE, Actor.POLICY) ? Actor.POLICY : null;
    }

    /** Says how an adaptation's effect is turned on and off. The first one said stays. */
    public void register(String id, Effect effect) {
        effects.register(id, effect);
    }

    /**
     * The same for an effect that an earlier process left in place. If nobody wants it any more, because of the mode, a
     * decision or the kill switch, it is taken out at once.
     */
    public void registerInPlace(String id, Effect effect) {
        EffectSwitch found = effects.register(id, effect);
        found.foundInPlace();
        Adaptation adaptation = find(id);
        if (adaptation == null
                || !adaptation.state().inEffect()
                || !mode(adaptation).acts()) {
            found.restore();
        }
    }

    /** The adaptation with an id or a name ({@code kind:subject}), as it is now; null if there is none. */
    public synchronized @Nullable Adaptation find(String idOrName) {
        Adaptation byId = adaptations.get(idOrName);
        if (byId != null) {
            return byId;
        }
        for (Adaptation one : adaptations.values()) {
            if (one.name().equals(idOrName)) {
                return one;
            }
        }
        return null;
    }

    /** All adaptations as they are now, the first observed first. */
    public synchronized List<Adaptation> list() {
        return new ArrayList<>(adaptations.values());
    }

    /** Adaptations that there was no room for, up to {@value #MAX_ADAPTATIONS}. */
    public synchronized int refused() {
        return refused.size();
    }

    /** Proposes it. Where nobody has to be asked it is approved at once, and in mode {@code on} in effect. */
    public Outcome propose(String id, Proposal proposal, Figures evidence, long nowUnixMillis) {
        Outcome outcome;
        synchronized (this) {
            Adaptation before = find(id);
            if (before == null) {
                return Outcome.unknown(id);
            }
            Decision decision = journal.decision(before);
            if (before.state() == State.ROLLED_BACK
                    && QuarantinePolicy.rests(before.sinceUnixMillis(), nowUnixMillis)) {
                return Outcome.refused("cannot propose " + before.id() + ": it was rolled back less than an hour ago");
            }
            if (!mode(before).permits(Action.PROPOSE, Actor.MEASUREMENT)) {
                return forbidden(before, Action.PROPOSE, Actor.MEASUREMENT);
            }
            outcome =
                    take(before, before.propose(proposal, nowUnixMillis, evidence), Action.PROPOSE, Actor.MEASUREMENT);
            Adaptation proposed = find(id);
            Actor approver = outcome.done() && proposed != null ? approver(proposed, decision) : null;
            if (approver != null && proposed != null) {
                String why = approver == Actor.OPERATOR ? "approved before" : "nobody has to be asked";
                outcome = move(id, Action.APPROVE, approver, nowUnixMillis, why, evidence);
            }
        }
        return adoptIfOn(id, outcome, nowUnixMillis);
    }

    private Outcome adoptIfOn(String id, Outcome outcome, long nowUnixMillis) {
        Adaptation approved = find(id);
        if (!outcome.done() || approved == null || approved.state() != State.APPROVED || mode(approved) != Mode.ON) {
            return outcome;
        }
        Outcome adopted =
                move(id, Action.ADOPT, Actor.CONSENT, nowUnixMillis, "consent given in advance", approved.evidence());
        return adopted.done() ? putIntoEffect(id, adopted, nowUnixMillis) : adopted;
    }

    private Outcome putIntoEffect(String id, Outcome outcome, long nowUnixMillis) {
        EffectSwitch effect = effects.find(id);
        if (effect == null || effect.apply()) {
            return outcome;
        }
        String failure = effect.lastFailure();
        return rollBack(id, failure == null ? "it could not be applied" : failure, Figures.NONE, nowUnixMillis);
    }

    /** The evidence no longer holds, or it is another thing now: it is taken out if it was in effect, and observed again. */
    public Outcome withdraw(String id, String why, Figures evidence, long nowUnixMillis) {
        Outcome outcome = move(id, Action.WITHDRAW, Actor.MEASUREMENT, nowUnixMillis, why, evidence);
        if (outcome.done()) {
            restore(id);
        }
        return outcome;
    }

    /** Starts its trial. The trial turns the effect on and off with {@link #apply} and {@link #restore}. */
    public Outcome startTrial(String id, String design, Figures evidence, long nowUnixMillis) {
        return move(id, Action.START_TRIAL, Actor.MEASUREMENT, nowUnixMillis, design, evidence);
    }

    /** Turns the effect of one that is on trial or kept on. Whether it is on then. */
    public boolean apply(String id) {
        Adaptation adaptation = find(id);
        EffectSwitch effect = effects.find(id);
        if (adaptation == null
                || effect == null
                || !adaptation.state().inEffect()
                || !mode(adaptation).acts()) {
            return false;
        }
        boolean on = effect.apply();
        Adaptation after = find(id);
        if (on && (after == null || !after.state().inEffect())) {
            effect.restore(); // undone meanwhile
            return false;
        }
        return on;
    }

    /** Turns its effect off, for a control block or for good. Whether nothing of it is left. */
    public boolean restore(String id) {
        EffectSwitch effect = effects.find(id);
        return effect == null || effect.restore();
    }

    /** The trial has shown what it was to show: it stays in effect. */
    public Outcome keep(String id, String why, Figures evidence, long nowUnixMillis) {
        Outcome outcome = move(id, Action.KEEP, Actor.MEASUREMENT, nowUnixMillis, why, evidence);
        return outcome.done() ? putIntoEffect(id, outcome, nowUnixMillis) : outcome;
    }

    /** It did harm, or not what it was to do: it is taken out, and quarantined if that has happened before. */
    public Outcome rollBack(String id, String why, Figures evidence, long nowUnixMillis) {
        Outcome outcome;
        synchronized (this) {
            Adaptation before = find(id);
            Decision decision = before == null ? null : journal.decision(before);
            outcome = move(id, Action.ROLL_BACK, Actor.MEASUREMENT, nowUnixMillis, why, evidence);
            long earlier = decision == null ? 0 : decision.rolledBackUnixMillis();
            if (outcome.done() && QuarantinePolicy.quarantines(earlier, nowUnixMillis)) {
                String again = "again within a day: " + why;
                outcome = move(id, Action.QUARANTINE, Actor.MEASUREMENT, nowUnixMillis, again, evidence);
            }
        }
        if (outcome.done()) {
            restore(id); // after the move, so that a trial that is just applying it sees that it is over
        }
        return outcome;
    }

    /** It changed answers that it must not: it is taken out, and only an operator may let it in again. */
    public Outcome quarantine(String id, String why, Figures evidence, long nowUnixMillis) {
        Outcome outcome;
        synchronized (this) {
            outcome = move(id, Action.ROLL_BACK, Actor.MEASUREMENT, nowUnixMillis, why, evidence);
            if (outcome.done()) {
                outcome = move(id, Action.QUARANTINE, Actor.MEASUREMENT, nowUnixMillis, why, evidence);
            }
        }
        if (outcome.done()) {
            restore(id);
        }
        return outcome;
    }

    /** The operator wants it. */
    public Outcome approve(String idOrName, long nowUnixMillis) {
        Outcome outcome =
                move(idOrName, Action.APPROVE, Actor.OPERATOR, nowUnixMillis, "by the operator", Figures.NONE);
        Adaptation approved = find(idOrName);
        outcome = approved == null ? outcome : adoptIfOn(approved.id(), outcome, nowUnixMillis);
        journal.write(nowUnixMillis);
        return outcome;
    }

    /** The operator does not want it. What is in effect must be undone. */
    public Outcome reject(String idOrName, long nowUnixMillis) {
        Outcome outcome = move(idOrName, Action.REJECT, Actor.OPERATOR, nowUnixMillis, "by the operator", Figures.NONE);
        journal.write(nowUnixMillis);
        return outcome;
    }

    /** The operator takes it out, also in the middle of a trial; the original is back when this returns. */
    public Outcome undo(String idOrName, long nowUnixMillis) {
        Adaptation adaptation = find(idOrName);
        String id = adaptation == null ? idOrName : adaptation.id();
        Outcome outcome = move(id, Action.UNDO, Actor.OPERATOR, nowUnixMillis, "by the operator", Figures.NONE);
        if (outcome.done() && !restore(id)) {
            EffectSwitch effect = effects.find(id);
            outcome = new Outcome(
                    true,
                    outcome.line() + "; it could not be restored and is tried again each second ("
                            + (effect == null ? "" : effect.lastFailure()) + ")");
        }
        journal.write(nowUnixMillis);
        return outcome;
    }

    /** Throws the kill switch: every effect is off when this returns, but those that fail, which are tried again. */
    public Outcome switchOff(String by, long nowUnixMillis) {
        if (!kill.turnOff(by)) {
            return Outcome.refused("switched off already, by " + kill.cause());
        }
        return takeAllOut(by, nowUnixMillis);
    }

    private Outcome takeAllOut(String by, long nowUnixMillis) {
        int before = effects.applied();
        int left = effects.restoreAll();
        synchronized (this) {
            for (Adaptation one : list()) {
                if (Action.UNDO.isLegalFrom(one.state())) {
                    move(one.id(), Action.UNDO, Actor.KILL_SWITCH, nowUnixMillis, SWITCHED_OFF + by, Figures.NONE);
                }
            }
        }
        String line = "adaptations are switched off by " + by + ": " + before + " in effect, "
                + (left == 0 ? "all" : left + " not yet") + " restored; none acts again before a restart";
        voice.switchedOff(line, before, left, nowUnixMillis);
        return Outcome.done(line);
    }

    /** Once a second: looks at the kill switch's file, tries again what failed, writes what waits. */
    public void second(long nowUnixMillis) {
        boolean there = kill.fileExists();
        if (foundOff || (there && kill.turnOffByFile())) {
            foundOff = false;
            takeAllOut(String.valueOf(kill.cause()), nowUnixMillis);
        } else if (fileSeen && !there) {
            voice.line(Severity.INFO, kill.path() + " is gone; adaptations stay switched off until a restart");
        }
        fileSeen = there;
        int owed = effects.retry();
        if (owed > 0 != owedSaid) {
            owedSaid = owed > 0;
            voice.line(
                    owedSaid ? Severity.ERROR : Severity.INFO,
                    owedSaid
                            ? owed + " adaptations could not be taken out: tried again each second; "
                                    + ControlReport.owed(this)
                            : "all adaptations that could not be taken out are now");
        }
        journal.second(nowUnixMillis);
        String problem = journal.problem();
        if (problem != null && !problemSaid) {
            problemSaid = true;
            voice.line(Severity.WARN, problem);
        }
    }

    /** Writes what waits; effects end with the process. */
    public void close(long nowUnixMillis) {
        if (journal.hasWaiting()) {
            journal.write(nowUnixMillis);
        }
    }

    private Outcome forbidden(Adaptation adaptation, Action action, Actor actor) {
        String why = kill.isOff()
                ? "adaptations are switched off by " + kill.cause() + " until a restart"
                : "mode " + modes.of(adaptation.kind(), adaptation.subject()).text() + " does not permit it"
                        + (actor == Actor.OPERATOR ? "; PERF_AGENT_ADAPT=supervised does" : " by " + actor.text());
        return Outcome.refused("cannot " + action.text() + " " + adaptation.id() + ": " + why);
    }

    private synchronized Outcome move(
            String id, Action action, Actor actor, long nowUnixMillis, String why, Figures evidence) {
        Adaptation before = find(id);
        if (before == null) {
            return Outcome.unknown(id);
        }
        if (!mode(before).permits(action, actor)) {
            return forbidden(before, action, actor);
        }
        return take(before, before.step(action, actor, nowUnixMillis, why, evidence), action, actor);
    }

    private Outcome take(Adaptation before, Adaptation.Step step, Action action, Actor actor) {
        Adaptation after = step.after();
        if (after == null) {
            return Outcome.refused(step.refusal());
        }
        adaptations.put(after.id(), after);
        Decision earlier = journal.decision(after);
        long rolledBack = action == Action.ROLL_BACK
                ? after.sinceUnixMillis()
                : earlier == null ? 0 : earlier.rolledBackUnixMillis();
        // What was approved and is another thing now is to be approved anew.
        boolean ends = after.state() == State.OBSERVED && before.state().inEffect();
        boolean decided = after.state() != State.PROPOSED && after.state() != State.OBSERVED;
        // What the kill switch does is no decision on one adaptation, and holds for this process only.
        if ((decided || ends) && actor != Actor.KILL_SWITCH) {
            journal.decide(Decision.of(after, rolledBack), actor == Actor.OPERATOR);
        }
        return Outcome.done(voice.moved(before, after, actor, mode(after) == Mode.SUPERVISED));
    }
}
