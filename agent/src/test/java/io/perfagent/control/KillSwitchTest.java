package io.perfagent.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the kill switch does, and what it leaves as it was. */
class KillSwitchTest extends ControlFixture {
    @Test
    void theKillFileTurnsEverythingOffForGood() throws IOException {
        propose(GOOD);
        done(control.approve(id, ++now));
        trial();
        control.second(++now);
        assertThat(value.now).isEqualTo(20);
        Path file = Files.createFile(root.resolve(KillSwitch.FILE));
        console.clear();

        control.second(++now);

        assertThat(value.now).isEqualTo(10);
        assertThat(state()).isEqualTo(State.UNDONE);
        assertThat(console).hasSize(2);
        assertThat(console.get(0)).contains("is undone, by kill switch");
        assertThat(console.get(1)).contains("switched off by the file " + file, "1 in effect, all restored");
        assertThat(events).contains("perf_agent.adaptation.switched_off");
        assertThat(ledger()).anyMatch(line -> "switched off".equals(line.text("to")));

        Outcome approve = control.approve(id, ++now);
        assertThat(approve.done()).isFalse();
        assertThat(approve.line()).contains("switched off by the file", "until a restart");
        console.clear();
        control.second(++now);
        assertThat(console).isEmpty();
        Files.delete(file);
        control.second(++now);
        control.second(++now);
        assertThat(console).singleElement().asString().contains("is gone; adaptations stay switched off");
        assertThat(control.approve(id, ++now).done()).isFalse();
        assertThat(value.now).isEqualTo(10);

        start(Mode.SUPERVISED); // the restart: the operator's approval counts as before
        propose(GOOD);
        assertThat(state()).isEqualTo(State.APPROVED);
    }

    @Test
    void aFileThatIsThereAtTheStartLetsNothingTakeEffectNotForASecond() throws IOException {
        Path file = Files.createFile(root.resolve(KillSwitch.FILE));
        start(Mode.ON);
        assertThat(control.mode("archive")).isEqualTo(Mode.OBSERVE);
        value.now = 20;

        Adaptation given = control.inPlace("archive", "caps", value, "given by the settings", now, now);

        assertThat(value.now).isEqualTo(10);
        assertThat(given.state()).isEqualTo(State.UNDONE);
        control.second(++now);
        control.second(++now);
        assertThat(console)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("is undone, by kill switch: switched off by the file " + file),
                        line -> assertThat(line).contains("switched off by the file " + file, "all restored"));
        Files.delete(file);
        control.second(++now);
        assertThat(console).last().asString().contains("is gone; adaptations stay switched off");
    }

    @Test
    void aRestoreThatFailsIsSaidOnceAndTriedAgainEachSecond() {
        start(Mode.ON);
        propose(GOOD);
        value.failingRestores = 3;
        console.clear();

        done(control.switchOff("JMX", ++now));
        assertThat(control.switchOff("JMX", ++now).done()).isFalse();
        control.second(++now);
        assertThat(value.now).isEqualTo(20);
        assertThat(ControlReport.status(control)).contains("not restored: " + id + ": restore: java.lang.Illegal");
        control.second(++now);
        control.second(++now);

        assertThat(value.now).isEqualTo(10);
        assertThat(console)
                .satisfiesExactly(
                        line -> assertThat(line).contains("is undone, by kill switch"),
                        line -> assertThat(line).contains("switched off by JMX", "1 not yet restored"),
                        line -> assertThat(line).contains("1 adaptations could not be taken out", "busy"),
                        line -> assertThat(line).contains("all adaptations that could not be taken out are now"));
        assertThat(ControlReport.list(control)).contains("restored 1 times, failed 3 times");
    }

    @Test
    void oneEffectThatFailsKeepsNoOtherFromBeingRestored() {
        start(Mode.ON);
        propose(GOOD);
        value.failingRestores = 1_000_000;
        EffectSwitchTest.Value second = new EffectSwitchTest.Value();
        String other =
                control.observe("archive", "other", Figures.NONE, false, now).id();
        control.register(other, second);
        done(control.propose(other, GOOD, Figures.NONE, ++now));
        assertThat(second.now).isEqualTo(20);

        control.switchOff("JMX", ++now);

        assertThat(second.now).isEqualTo(10);
    }
}
