package io.perfagent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptationTest {
    private static final Proposal PROPOSAL = new Proposal("start faster", 300, "ms of start", 0.97, Risk.LOW);

    /** All that is legal; {@link #everythingElseIsRefusedWithAReason} tries the rest. */
    private static final Map<State, Map<Action, State>> LEGAL = new EnumMap<>(Map.of(
            State.OBSERVED,
            Map.of(Action.PROPOSE, State.PROPOSED, Action.REJECT, State.REJECTED),
            State.PROPOSED,
            Map.of(Action.APPROVE, State.APPROVED, Action.REJECT, State.REJECTED, Action.WITHDRAW, State.OBSERVED),
            State.APPROVED,
            Map.of(
                    Action.START_TRIAL,
                    State.TRIAL,
                    Action.ADOPT,
                    State.KEPT,
                    Action.REJECT,
                    State.REJECTED,
                    Action.WITHDRAW,
                    State.OBSERVED,
                    Action.UNDO,
                    State.UNDONE),
            State.TRIAL,
            Map.of(
                    Action.KEEP,
                    State.KEPT,
                    Action.ROLL_BACK,
                    State.ROLLED_BACK,
                    Action.UNDO,
                    State.UNDONE,
                    Action.WITHDRAW,
                    State.OBSERVED),
            State.KEPT,
            Map.of(Action.ROLL_BACK, State.ROLLED_BACK, Action.UNDO, State.UNDONE, Action.WITHDRAW, State.OBSERVED),
            State.ROLLED_BACK,
            Map.of(
                    Action.PROPOSE,
                    State.PROPOSED,
                    Action.APPROVE,
                    State.APPROVED,
                    Action.QUARANTINE,
                    State.QUARANTINED,
                    Action.REJECT,
                    State.REJECTED),
            State.QUARANTINED,
            Map.of(Action.APPROVE, State.APPROVED),
            State.REJECTED,
            Map.of(Action.APPROVE, State.APPROVED),
            State.UNDONE,
            Map.of(Action.APPROVE, State.APPROVED, Action.REJECT, State.REJECTED)));

    private static Adaptation in(State state) {
        return new Adaptation("archive", "shop", "v1", Figures.NONE, 1)
                .propose(PROPOSAL, 2, Figures.NONE)
                .after()
                .recalled(state, 3, null, "because");
    }

    @Test
    void whatIsLegalLeadsWhereItShould() {
        for (State state : State.values()) {
            for (Map.Entry<Action, State> legal : LEGAL.get(state).entrySet()) {
                Adaptation.Step step =
                        in(state).step(legal.getKey(), Actor.OPERATOR, 9, "why", Figures.of("requests", 7));

                Adaptation after = step.after();
                assertThat(after)
                        .as("%s %s: %s", state, legal.getKey(), step.refusal())
                        .isNotNull();
                assertThat(after.state()).isEqualTo(legal.getValue());
                assertThat(after.sinceUnixMillis()).isEqualTo(9);
                assertThat(after.reason()).isEqualTo("why");
                assertThat(after.evidence().get("requests")).isEqualTo(7);
                assertThat(after.id()).isEqualTo(in(state).id());
            }
        }
    }

    @Test
    void everythingElseIsRefusedWithAReason() {
        int refused = 0;
        for (State state : State.values()) {
            for (Action action : Action.values()) {
                if (LEGAL.get(state).containsKey(action)) {
                    continue;
                }
                Adaptation.Step step = in(state).step(action, Actor.OPERATOR, 9, "why", Figures.NONE);

                assertThat(step.after()).as("%s %s", state, action).isNull();
                assertThat(step.refusal())
                        .startsWith("cannot " + action.text() + " archive-")
                        .contains("it is " + state.text() + ", and must be ");
                refused++;
            }
        }
        assertThat(refused).isEqualTo(State.values().length * Action.values().length - 25);
    }

    @Test
    void onlyAnOperatorRevisesADecisionOrEndsAQuarantine() {
        for (State state : Set.of(State.QUARANTINED, State.ROLLED_BACK, State.REJECTED, State.UNDONE)) {
            for (Actor actor : Actor.values()) {
                Adaptation after = in(state)
                        .step(Action.APPROVE, actor, 9, "", Figures.NONE)
                        .after();

                assertThat(after != null).as("%s %s", state, actor).isEqualTo(actor == Actor.OPERATOR);
            }
        }
    }

    @Test
    void whatIsObservedOrWasRolledBackMayBeProposed() {
        for (State state : State.values()) {
            assertThat(in(state).isProposable())
                    .as("%s", state)
                    .isEqualTo(state == State.OBSERVED || state == State.ROLLED_BACK);
        }
    }

    @Test
    void whoApprovedItIsKnownUntilItIsProposedAnew() {
        Adaptation approved = in(State.PROPOSED)
                .step(Action.APPROVE, Actor.POLICY, 4, "", Figures.NONE)
                .after();
        Adaptation kept = approved.step(Action.START_TRIAL, Actor.MEASUREMENT, 5, "", Figures.NONE)
                .after()
                .step(Action.KEEP, Actor.MEASUREMENT, 6, "", Figures.NONE)
                .after();

        assertThat(kept.approvedBy()).isEqualTo(Actor.POLICY);
        Adaptation again = kept.step(Action.ROLL_BACK, Actor.MEASUREMENT, 7, "", Figures.NONE)
                .after()
                .propose(PROPOSAL, 8, Figures.NONE)
                .after();
        assertThat(again.approvedBy()).isNull();
        assertThat(again.proposal()).isEqualTo(PROPOSAL);
    }

    @Test
    void nothingIsProposedWithoutAProposal() {
        Adaptation fresh = new Adaptation("archive", "shop", "v1", Figures.NONE, 1);

        assertThat(fresh.step(Action.PROPOSE, Actor.MEASUREMENT, 2, "", Figures.NONE)
                        .refusal())
                .contains("nothing is proposed");
    }

    @Test
    void theIdDependsOnKindAndSubjectAndTextsAreLines() {
        Adaptation one = new Adaptation("archive", "a\nb" + "x".repeat(1000), "v1", Figures.NONE, 1);

        assertThat(one.subject()).startsWith("a?b").hasSize(Adaptation.MAX_SUBJECT_CHARS);
        assertThat(one.id()).matches("archive-[0-9a-f]{8}");
        assertThat(new Adaptation("archive", "shop", "v1", Figures.NONE, 1).id())
                .isEqualTo(new Adaptation("archive", "shop", "v2", Figures.NONE, 9).id())
                .isNotEqualTo(new Adaptation("archive", "shop2", "v1", Figures.NONE, 1).id());
        assertThat(in(State.KEPT)
                        .step(Action.UNDO, Actor.OPERATOR, 1, "r".repeat(1000), Figures.NONE)
                        .after()
                        .reason())
                .hasSize(Adaptation.MAX_REASON_CHARS);
    }

    @Test
    void figuresAreBoundedAndCountWhatIsLeftOut() {
        Figures figures = Figures.NONE;
        for (int i = 0; i < 30; i++) {
            figures = figures.with("f" + i, i);
        }
        figures = figures.with("f0", 5).with("f1", Double.NaN).with("f2", Double.POSITIVE_INFINITY);

        assertThat(figures.size()).isEqualTo(Figures.MAX_FIGURES);
        assertThat(figures.leftOut()).isEqualTo(30 - Figures.MAX_FIGURES + 2);
        assertThat(figures.get("f0")).isEqualTo(5);
        assertThat(figures.get("f1")).isEqualTo(1);
        assertThat(figures.get("f29")).isNaN();
        assertThat(Figures.of("a", 1.23456).with("b", 1e-9).with("c", 3).toString())
                .isEqualTo("a=1.235, b=1.0E-9, c=3");
        assertThat(Figures.of(figures.json()).toString()).isEqualTo(figures.toString());
    }

    @Test
    void aProposalThatSaysNothingIsRefused() {
        assertThatThrownBy(() -> new Proposal("s", 1, "ms", 1.1, Risk.LOW)).hasMessageContaining("confidence 1.1");
        assertThatThrownBy(() -> new Proposal("s", Double.NaN, "ms", 1, Risk.LOW))
                .hasMessageContaining("NaN");
        assertThat(PROPOSAL.text())
                .isEqualTo("start faster (expected gain 300 ms of start, confidence 97 %, low risk)");
    }

    /** Minutes between two roll-backs, and whether the second is one too many. */
    @ParameterizedTest
    @CsvSource({"0, true", "1439, true", "1440, false", "10000, false"})
    void twoRollBacksWithinADayAreOneTooMany(long minutes, boolean quarantined) {
        assertThat(QuarantinePolicy.quarantines(1_000, 1_000 + minutes * 60_000))
                .isEqualTo(quarantined);
        assertThat(QuarantinePolicy.quarantines(0, minutes * 60_000)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-5, true", "0, true", "59, true", "60, false"})
    void anHourOfRest(long minutes, boolean rests) {
        assertThat(QuarantinePolicy.rests(1_000, 1_000 + minutes * 60_000)).isEqualTo(rests);
    }
}
