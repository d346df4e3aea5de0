package io.perfagent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.ledger.DecisionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the next process, and the next container, knows of decisions. */
class ControlRestartTest extends ControlFixture {
    @Test
    void theSecondRollBackWithinADayQuarantinesOverRestartsToo() {
        start(Mode.AUTO);
        propose(GOOD);
        trial();
        done(control.rollBack(id, "slower", Figures.NONE, ++now));
        assertThat(value.now).isEqualTo(10);
        assertThat(state()).isEqualTo(State.ROLLED_BACK);
        assertThat(control.propose(id, GOOD, Figures.NONE, now + 1).line())
                .contains("rolled back less than an hour ago");
        control.close(now);

        now += HOUR;
        start(Mode.AUTO);
        assertThat(state()).isEqualTo(State.ROLLED_BACK);
        propose(GOOD);
        trial();
        Outcome again = control.rollBack(id, "slower still", Figures.NONE, ++now);
        assertThat(again.line()).contains("is quarantined", "again within a day: slower still");
        assertThat(value.now).isEqualTo(10);
        assertThat(control.propose(id, GOOD, Figures.NONE, now + 2 * HOUR).line())
                .contains("it is quarantined");
        control.close(now);

        start(Mode.AUTO, new Consent(List.of("archive:shop"), List.of()), "v1");
        assertThat(state()).isEqualTo(State.QUARANTINED);
        assertThat(ControlReport.export(control)).isEqualTo("PERF_AGENT_ADAPT_REJECTED=archive:shop\n");
        done(control.approve(id, ++now));
        trial();
    }

    @Test
    void whatAnEarlierProcessLeftInPlaceAndNobodyWantsIsTakenOut() {
        propose(GOOD);
        done(control.approve(id, ++now));
        trial();
        control.close(now);

        control = fresh(Mode.SUPERVISED);
        begin(true);
        EffectSwitchTest.Value wanted = inPlace(control);
        assertThat(wanted.now).isEqualTo(20);
        control.switchOff("JMX", ++now);
        assertThat(wanted.now).isEqualTo(10);

        assertThat(inPlace(fresh(Mode.OBSERVE)).now).isEqualTo(10);
        Control killed = fresh(Mode.SUPERVISED);
        killed.switchOff("JMX", ++now);
        assertThat(inPlace(killed).now).isEqualTo(10);
    }

    @Test
    void anApprovalSurvivesARestartForItsDeploymentOnly() {
        propose(GOOD);
        done(control.approve(id, ++now));

        start(Mode.SUPERVISED);
        assertThat(state()).isEqualTo(State.OBSERVED);
        propose(UNSURE);
        assertThat(state()).isEqualTo(State.APPROVED);

        start(Mode.OBSERVE);
        propose(GOOD);
        assertThat(state()).isEqualTo(State.PROPOSED);

        start(Mode.SUPERVISED, new Consent(List.of(), List.of()), "v2");
        propose(GOOD);
        assertThat(state()).isEqualTo(State.PROPOSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"SUPERVISED", "AUTO", "ON"})
    void aRejectionSurvivesARestartInEveryMode(Mode mode) {
        propose(GOOD);
        done(control.reject(id, ++now));

        start(mode);

        assertThat(state()).isEqualTo(State.REJECTED);
        assertThat(control.propose(id, GOOD, Figures.NONE, ++now).done()).isFalse();
        assertThat(value.now).isEqualTo(10);
    }

    @Test
    void anUndoInTheMiddleOfATrialRestoresAndSurvives() {
        propose(GOOD);
        done(control.approve(id, ++now));
        trial();

        done(control.undo("archive:shop", ++now));

        assertThat(value.now).isEqualTo(10);
        assertThat(control.apply(id)).isFalse();
        assertThat(control.keep(id, "", Figures.NONE, ++now).done()).isFalse();
        start(Mode.SUPERVISED);
        assertThat(state()).isEqualTo(State.UNDONE);
    }

    @Test
    void whatOutlastsAProcessGoesOnWhereItWas() {
        propose(GOOD);
        done(control.approve(id, ++now));
        trial();
        control.close(now);

        start(Mode.SUPERVISED); // one that does not outlast it begins anew
        assertThat(state()).isEqualTo(State.OBSERVED);
        control = fresh(Mode.SUPERVISED);
        begin(true);
        assertThat(state()).isEqualTo(State.TRIAL);
        assertThat(control.find(id).approvedBy()).isEqualTo(Actor.OPERATOR);

        control = fresh(Mode.OBSERVE);
        begin(true);
        assertThat(state()).isEqualTo(State.OBSERVED);
    }

    @Test
    void settingsApproveAndRejectAFleet() {
        propose(GOOD);
        done(control.approve(id, ++now));
        control.observe("archive", "a, b=100% \"ä\"", Figures.NONE, false, now);
        done(control.reject("archive:a, b=100% \"ä\"", ++now));
        String exported = ControlReport.export(control);

        assertThat(exported)
                .isEqualTo("PERF_AGENT_ADAPT_APPROVED=archive:shop\n"
                        + "PERF_AGENT_ADAPT_REJECTED=archive:a%2c%20b=100%25%20%22%e4%22\n");

        List<String> lines = exported.lines()
                .map(line -> line.substring(line.indexOf('=') + 1))
                .toList();
        start(Mode.SUPERVISED, new Consent(List.of(lines.get(0)), List.of(lines.get(1))), "other deployment");
        propose(GOOD);
        assertThat(state()).isEqualTo(State.APPROVED);
        assertThat(control.find(id).approvedBy()).isEqualTo(Actor.RECORD);
        assertThat(control.observe("archive", "a, b=100% \"ä\"", Figures.NONE, false, now)
                        .state())
                .isEqualTo(State.REJECTED);
        assertThat(ControlReport.export(control)).isEqualTo(exported);

        start(Mode.ON, new Consent(List.of(lines.get(0)), List.of(lines.get(0))), "third");
        assertThat(state()).isEqualTo(State.REJECTED);
        start(Mode.OBSERVE, new Consent(List.of(lines.get(0)), List.of()), "fourth");
        propose(GOOD);
        assertThat(state()).isEqualTo(State.PROPOSED);
    }

    @Test
    void nothingDecidedIsSaid() {
        assertThat(ControlReport.export(control)).isEqualTo("# nothing is decided\n");
    }

    @Test
    void damagedDecisionsAreSkippedAndCounted() throws IOException {
        propose(GOOD);
        done(control.approve(id, ++now));
        Path file = root.resolve("adapt").resolve(DecisionFile.NAME);
        Files.writeString(file, "{\"kind\":\"arch\n{}\n" + Files.readString(file) + "{\"kind\":\"archive\",\"sub");

        start(Mode.SUPERVISED);
        propose(GOOD);

        assertThat(state()).isEqualTo(State.APPROVED);
        assertThat(ControlReport.status(control)).contains("3 damaged decisions skipped");
    }

    private EffectSwitchTest.Value inPlace(Control of) {
        EffectSwitchTest.Value left = new EffectSwitchTest.Value();
        left.now = 20;
        of.registerInPlace(
                of.observe("archive", "shop", Figures.NONE, true, now).id(), left);
        return left;
    }

    /** What `prepare` has put in place at {@code made}, as a process finds it. */
    private Control inPlace(Mode mode, long made) {
        value.now = 20;
        Control found = fresh(mode);
        Adaptation adaptation = found.inPlace("archive", "bookshop", value, "prepare has made it", made, ++now);
        id = adaptation.id();
        return found;
    }

    @Test
    void whatAnOperatorHasPutInPlaceIsJudgedInModeObserveToo() {
        Control first = inPlace(Mode.OBSERVE, now);
        assertThat(first.find(id).state()).isEqualTo(State.TRIAL);
        assertThat(value.now).isEqualTo(20);
        first.close(now);

        Control second = inPlace(Mode.OBSERVE, now - 1);
        done(second.keep(id, "faster", Figures.NONE, ++now));
        assertThat(second.find(id).state()).isEqualTo(State.KEPT);
        assertThat(value.now).isEqualTo(20);
        second.close(now);

        Control third = inPlace(Mode.OBSERVE, now - 3);
        assertThat(third.find(id).state()).isEqualTo(State.KEPT);
        done(third.rollBack(id, "slower", Figures.NONE, ++now));
        assertThat(value.now).isEqualTo(10);
        third.close(now);

        Control fourth = inPlace(Mode.OBSERVE, now - 4);
        assertThat(fourth.find(id).state()).isEqualTo(State.ROLLED_BACK);
        assertThat(value.now)
                .describedAs("the same one again: it is taken out at once")
                .isEqualTo(10);
        fourth.close(now);

        Control fifth = inPlace(Mode.OBSERVE, now);
        assertThat(fifth.find(id).state()).describedAs("a new one").isEqualTo(State.TRIAL);
        assertThat(value.now).isEqualTo(20);
        done(fifth.undo(id, ++now));
        assertThat(value.now).isEqualTo(10);
        fifth.close(now);

        assertThat(fresh(Mode.OFF).inPlace("archive", "bookshop", value, "", now, now))
                .isNull();
    }

    @Test
    void anOperatorLetsInAtOnceWhatWasRolledBackInAnEarlierProcess() {
        start(Mode.AUTO);
        propose(GOOD);
        trial();
        done(control.rollBack(id, "slower", Figures.NONE, ++now));
        control.close(now);
        start(Mode.ON);
        assertThat(control.propose(id, GOOD, Figures.NONE, ++now).line()).contains("rolled back less than an hour ago");

        done(control.approve(id, ++now));

        assertThat(state()).isEqualTo(State.KEPT);
        assertThat(value.now).isEqualTo(20);
    }

    @Test
    void whatIsAnotherThingNowIsObservedAndApprovedAnew() {
        propose(GOOD);
        done(control.approve(id, ++now));
        trial();

        done(control.withdraw(id, "its rule has changed", Figures.NONE, ++now));

        assertThat(state()).isEqualTo(State.OBSERVED);
        assertThat(value.now).isEqualTo(10);
        propose(GOOD);
        assertThat(state()).isEqualTo(State.PROPOSED);
        control.close(now);
        start(Mode.SUPERVISED);
        propose(GOOD);
        assertThat(state()).as("in the next process, too").isEqualTo(State.PROPOSED);
        done(control.approve(id, ++now));
        trial();
        assertThat(control.rollBack(id, "slower", Figures.NONE, ++now).line())
                .as("that was no roll-back")
                .doesNotContain("quarantined");
    }

    @Test
    void anUndoHoldsThoughTheClockWasAheadWhenItWasApproved() {
        long year = 365 * 24 * HOUR;
        propose(GOOD);
        now += year;
        done(control.approve(id, now));
        control.close(now);
        now -= year;

        start(Mode.SUPERVISED);
        propose(GOOD);
        assertThat(state()).isEqualTo(State.APPROVED);
        done(control.undo(id, ++now));

        start(Mode.SUPERVISED);
        assertThat(state()).isEqualTo(State.UNDONE);
        done(control.approve(id, ++now));
        start(Mode.SUPERVISED);
        propose(GOOD);
        assertThat(state()).isEqualTo(State.APPROVED);
    }

    @Test
    void whatAnotherProcessMeasuresIsNoAnswerToAnOperator() {
        propose(GOOD);
        done(control.approve(id, ++now));
        trial();
        control.close(now);
        Control measuring = control;
        start(Mode.SUPERVISED);
        propose(GOOD);
        assertThat(state()).isEqualTo(State.APPROVED);
        done(control.undo(id, ++now));

        done(measuring.keep(id, "faster", Figures.NONE, ++now));
        measuring.close(now);

        start(Mode.SUPERVISED);
        assertThat(state()).isEqualTo(State.UNDONE);
        done(measuring.undo(id, ++now)); // an operator's own word there counts
        done(measuring.approve(id, ++now));
        measuring.close(now);
        start(Mode.SUPERVISED);
        propose(GOOD);
        assertThat(state()).isEqualTo(State.APPROVED);
    }

    @Test
    void aRollBackInAnotherProcessCountsForTheQuarantine() {
        start(Mode.AUTO);
        Control other = control;
        String same = id;
        propose(GOOD);
        trial();
        start(Mode.AUTO);
        propose(GOOD);
        trial();
        done(other.rollBack(same, "slower", Figures.NONE, ++now));
        other.close(now);
        done(control.keep(id, "faster", Figures.NONE, ++now));
        control.close(now);

        start(Mode.AUTO);
        propose(GOOD);
        trial();
        assertThat(control.rollBack(id, "slower", Figures.NONE, ++now).line()).contains("is quarantined");
    }
}
