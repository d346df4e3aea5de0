package io.perfagent.control;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A change to the running application that the agent could make, is making or has made. Immutable: a step gives a new one.
 *
 * <p>It is the same adaptation if kind, subject and deployment are: a limit for one host, the archive of one service.
 */
public final class Adaptation {
    /** Longest subject; what is beyond is cut. */
    public static final int MAX_SUBJECT_CHARS = 200;

    /** Longest reason. */
    public static final int MAX_REASON_CHARS = 300;

    private final String kind;
    private final String subject;
    private final String deployment;
    private final String id;
    private final Figures originals;
    private final @Nullable Proposal proposal;
    private final Figures evidence;
    private final State state;
    private final long sinceUnixMillis;
    private final @Nullable Actor approvedBy;
    private final String reason;

    private Adaptation(
            Adaptation of,
            State state,
            long sinceUnixMillis,
            @Nullable Proposal proposal,
            @Nullable Actor approvedBy,
            String reason,
            Figures evidence) {
        this.kind = of.kind;
        this.subject = of.subject;
        this.deployment = of.deployment;
        this.id = of.id;
        this.originals = of.originals;
        this.state = state;
        this.sinceUnixMillis = sinceUnixMillis;
        this.proposal = proposal;
        this.approvedBy = approvedBy;
        this.reason = Texts.line(reason, MAX_REASON_CHARS);
        this.evidence = evidence;
    }

    /**
     * One that is observed from now on.
     *
     * @param kind the room's name for what it does, lower case: {@code archive}
     * @param subject what it is done to; cut after {@value #MAX_SUBJECT_CHARS} chars
     * @param deployment what decisions hold for: another version of the service is another deployment
     * @param originals what is there without it, to be restored
     */
    public Adaptation(String kind, String subject, String deployment, Figures originals, long nowUnixMillis) {
        this.kind = kind;
        this.subject = Texts.line(subject, MAX_SUBJECT_CHARS);
        this.deployment = deployment;
        this.id = id(kind, this.subject);
        this.originals = originals;
        this.proposal = null;
        this.evidence = Figures.NONE;
        this.state = State.OBSERVED;
        this.sinceUnixMillis = nowUnixMillis;
        this.approvedBy = null;
        this.reason = "";
    }

    private static String id(String kind, String subject) {
        CRC32 crc = new CRC32();
        crc.update(subject.getBytes(StandardCharsets.UTF_8));
        String hex = Long.toHexString(crc.getValue() | 1L << 32);
        return kind + "-" + hex.substring(1);
    }

    /** The same in the state that an earlier process left it in. */
    Adaptation recalled(State earlier, long sinceMillis, @Nullable Actor by, String why) {
        return new Adaptation(this, earlier, sinceMillis, proposal, by, why, evidence);
    }

    /**
     * Moves it.
     *
     * @param why for people, cut after {@value #MAX_REASON_CHARS} chars
     * @param newEvidence that this step rests on
     * @return what it is then, or the reason why it cannot be
     */
    public Step step(Action action, Actor actor, long nowUnixMillis, String why, Figures newEvidence) {
        return step(action, actor, nowUnixMillis, why, newEvidence, proposal);
    }

    /** The step {@link Action#PROPOSE}, with what is proposed. */
    public Step propose(Proposal proposed, long nowUnixMillis, Figures newEvidence) {
        return step(Action.PROPOSE, Actor.MEASUREMENT, nowUnixMillis, proposed.text(), newEvidence, proposed);
    }

    private Step step(
            Action action, Actor actor, long now, String why, Figures newEvidence, @Nullable Proposal proposed) {
        if (!action.isLegalFrom(state)) {
            return Step.refused(action.text() + " " + id + ": it is " + state.text() + ", and must be "
                    + action.fromText() + " for that");
        }
        if (action == Action.PROPOSE && proposed == null) {
            return Step.refused(action.text() + " " + id + ": nothing is proposed");
        }
        boolean measuredBad = state == State.QUARANTINED || state == State.ROLLED_BACK;
        if (action == Action.APPROVE && measuredBad && actor != Actor.OPERATOR) {
            return Step.refused(action.text() + " " + id + ": it is " + state.text() + ", only an operator may");
        }
        if (action == Action.APPROVE && (state == State.REJECTED || state == State.UNDONE) && actor != Actor.OPERATOR) {
            return Step.refused(action.text() + " " + id + ": it is " + state.text() + " by decision of an operator");
        }
        Actor approver = action == Action.APPROVE ? actor : approvedBy;
        return Step.to(new Adaptation(
                this,
                action.to(),
                now,
                proposed,
                action == Action.PROPOSE || action == Action.WITHDRAW ? null : approver,
                why,
                newEvidence));
    }

    /** Whether it may be proposed as it is; one that was rolled back has to rest first. */
    public boolean isProposable() {
        return Action.PROPOSE.isLegalFrom(state);
    }

    public String kind() {
        return kind;
    }

    public String subject() {
        return subject;
    }

    public String deployment() {
        return deployment;
    }

    /** What commands name it by: the kind and eight digits that depend on the subject alone. */
    public String id() {
        return id;
    }

    /** What settings name it by. */
    public String name() {
        return kind + ":" + subject;
    }

    /** What is there without it. */
    public Figures originals() {
        return originals;
    }

    /** The last proposal, or null before the first. */
    public @Nullable Proposal proposal() {
        return proposal;
    }

    /** That of the last step. */
    public Figures evidence() {
        return evidence;
    }

    public State state() {
        return state;
    }

    /** When it came into its state, Unix time in milliseconds. */
    public long sinceUnixMillis() {
        return sinceUnixMillis;
    }

    /** Who approved it, or null. */
    public @Nullable Actor approvedBy() {
        return approvedBy;
    }

    /** Why it is in its state; empty for one that is observed. */
    public String reason() {
        return reason;
    }

    /** What became of a step: the adaptation after it, or why there is none. */
    public static final class Step {
        private final @Nullable Adaptation after;
        private final String refusal;

        private Step(@Nullable Adaptation after, String refusal) {
            this.after = after;
            this.refusal = refusal;
        }

        private static Step to(Adaptation after) {
            return new Step(after, "");
        }

        private static Step refused(String reason) {
            return new Step(null, "cannot " + reason);
        }

        /** The adaptation after the step, or null if it was refused. */
        public @Nullable Adaptation after() {
            return after;
        }

        /** Why it was refused; empty if it was not. */
        public String refusal() {
            return refusal;
        }
    }
}
