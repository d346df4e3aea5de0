package io.perfagent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.ledger.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of an adaptation in one process. */
class ControlTest extends ControlFixture {
    @Test
    void aWholeLifeIsInTheLedgerAndInEvents() throws IOException {
        propose(GOOD);
        assertThat(state()).isEqualTo(State.PROPOSED);
        assertThat(value.now).isEqualTo(10);
        done(control.approve(id, ++now));
        trial();
        assertThat(value.now).isEqualTo(20);
        assertThat(control.restore(id)).isTrue(); // a control block
        assertThat(value.now).isEqualTo(10);
        done(control.keep(id, "faster", Figures.of("gain_ms", 280).with("p", 0.001), ++now));
        assertThat(value.now).isEqualTo(20);
        control.second(++now);

        assertThat(ledger())
                .extracting(line -> line.text("from") + " > " + line.text("to") + " by " + line.text("by"))
                .containsExactly(
                        "observed > proposed by measurement",
                        "proposed > approved by operator",
                        "approved > trial by measurement",
                        "trial > kept by measurement");
        JsonObject kept = ledger().get(3);
        assertThat(kept.object("evidence").number("gain_ms", 0)).isEqualTo(280);
        assertThat(kept.object("originals").number("max", 0)).isEqualTo(10);
        assertThat(kept.text("deployment")).isEqualTo("v1");
        assertThat(kept.number("time_unix_ms", 0)).isEqualTo(now - 1);
        assertThat(events)
                .containsExactly(
                        "perf_agent.adaptation.proposed",
                        "perf_agent.adaptation.approved",
                        "perf_agent.adaptation.trial",
                        "perf_agent.adaptation.kept");
        assertThat(attributes.get(3))
                .contains("perf_agent.adaptation.evidence.gain_ms")
                .contains("perf_agent.adaptation.from")
                .contains("perf_agent.adaptation.originals.max")
                .contains("perf_agent.adaptation.risk");
        assertThat(console).hasSize(3).noneMatch(line -> line.contains("is approved"));
        assertThat(ControlReport.list(control)).contains(id + "  kept  archive:shop", "gain_ms=280", "applied 2 times");
        assertThat(ControlReport.status(control)).startsWith("adaptations: mode observe, archive supervised, 1 kept");
    }

    @Test
    void observeNeverActs() {
        start(Mode.OBSERVE);
        propose(GOOD);

        Outcome approved = control.approve(id, ++now);

        assertThat(approved.done()).isFalse();
        assertThat(approved.line()).contains("mode observe does not permit it; PERF_AGENT_ADAPT=supervised does");
        assertThat(control.startTrial(id, "", Figures.NONE, ++now).done()).isFalse();
        assertThat(control.apply(id)).isFalse();
        assertThat(state()).isEqualTo(State.PROPOSED);
        assertThat(value.now).isEqualTo(10);
        assertThat(console).isEmpty();
    }

    @Test
    void offDoesNotEvenObserve() {
        start(Mode.OFF);

        assertThat(control.list()).isEmpty();
        assertThat(control.refused()).isZero();
        assertThat(control.propose("archive:shop", GOOD, Figures.NONE, now).line())
                .contains("there is no adaptation 'archive:shop'");
    }

    @Test
    void supervisedWaitsForApproval() {
        propose(GOOD);

        assertThat(control.startTrial(id, "", Figures.NONE, ++now).line())
                .contains("it is proposed, and must be approved");
        assertThat(control.apply(id)).isFalse();
        assertThat(value.now).isEqualTo(10);
        assertThat(console).singleElement().asString().contains("is proposed", "300 ms of start", "confidence 97 %");
    }

    @Test
    void autoApprovesWhatIsGoodEnough() {
        start(Mode.AUTO);
        propose(UNSURE);
        assertThat(state()).isEqualTo(State.PROPOSED);
        done(control.withdraw(id, "more starts", Figures.NONE, ++now));

        propose(GOOD);

        assertThat(state()).isEqualTo(State.APPROVED);
        assertThat(control.find(id).approvedBy()).isEqualTo(Actor.POLICY);
        assertThat(value.now).isEqualTo(10); // only a trial puts it into effect
        trial();
    }

    @Test
    void onIsInEffectAtOnceAndGuardrailsWatch() {
        start(Mode.ON);
        propose(UNSURE);

        assertThat(state()).isEqualTo(State.KEPT);
        assertThat(value.now).isEqualTo(20);
        done(control.rollBack(id, "errors", Figures.of("requests", 500), ++now));
        assertThat(value.now).isEqualTo(10);
        assertThat(state()).isEqualTo(State.ROLLED_BACK);
    }

    @Test
    void whatCannotBeAppliedIsRolledBack() {
        start(Mode.ON);
        value.failingApplies = 1;

        Outcome outcome = control.propose(id, GOOD, Figures.NONE, ++now);

        assertThat(outcome.line()).contains("is rolled back", "refused");
        assertThat(state()).isEqualTo(State.ROLLED_BACK);
        assertThat(value.now).isEqualTo(10);
    }

    @Test
    void aDiskThatCannotBeWrittenCostsOneLineAndNothingElse() throws IOException {
        Files.writeString(root.resolve("adapt"), "in the way");
        propose(GOOD);
        done(control.approve(id, ++now));
        trial();
        for (int i = 0; i < 30; i++) {
            control.second(now += 1000);
        }

        assertThat(console.stream().filter(line -> line.contains("not recorded on disk")))
                .singleElement()
                .asString()
                .contains("no directory");
        assertThat(value.now).isEqualTo(20);
        assertThat(ControlReport.status(control)).contains("not recorded on disk");
        Files.delete(root.resolve("adapt"));
        control.second(now += 20_000);
        assertThat(ledger()).hasSize(3);
        assertThat(ControlReport.status(control)).doesNotContain("not recorded");
    }

    @Test
    void whatWaitsForADiskIsBounded() throws IOException {
        Files.writeString(root.resolve("adapt"), "in the way");
        for (int i = 0; i < 300; i++) {
            propose(GOOD);
            done(control.withdraw(id, "again", Figures.NONE, ++now));
        }

        assertThat(ControlReport.status(control)).contains("344 records of adaptations dropped");
        Files.delete(root.resolve("adapt"));
        control.close(now);
        assertThat(ledger()).hasSize(Journal.MAX_WAITING);
    }

    @Test
    void thereAreAtMostSoManyAndTheRestIsCounted() {
        for (int i = 1; i < Control.MAX_ADAPTATIONS; i++) {
            assertThat(control.observe("archive", "s" + i, Figures.NONE, false, now))
                    .isNotNull();
        }

        for (int second = 0; second < 100; second++) {
            assertThat(control.observe("archive", "one more", Figures.NONE, false, ++now))
                    .isNull();
        }
        assertThat(control.observe("archive", "shop", Figures.NONE, false, now)).isNotNull();
        assertThat(control.refused()).isEqualTo(1);
        assertThat(ControlReport.status(control)).contains("1 adaptations without room");
        for (int i = 0; i < 2 * Control.MAX_ADAPTATIONS; i++) {
            control.observe("archive", "more " + i, Figures.NONE, false, now);
        }
        assertThat(ControlReport.status(control)).contains("256 and more adaptations without room");
    }

    @Test
    void anUnknownIdIsOneClearLine() {
        for (Outcome outcome :
                List.of(control.approve("x\ny", now), control.reject("x\ny", now), control.undo("x\ny", now))) {
            assertThat(outcome.done()).isFalse();
            assertThat(outcome.line()).isEqualTo("there is no adaptation 'x?y'; `adapt list` shows those there are");
        }
    }

    @Test
    void nothingIsWrittenWhereNothingHappens() {
        control.second(++now);
        control.close(now);

        assertThat(root).isEmptyDirectory();
        assertThat(console).isEmpty();
        assertThat(events).isEmpty();
    }
}
