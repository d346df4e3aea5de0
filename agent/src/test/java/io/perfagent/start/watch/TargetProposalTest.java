package io.perfagent.start.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.TargetsParser;
import io.perfagent.control.Adaptation;
import io.perfagent.control.Consent;
import io.perfagent.control.Control;
import io.perfagent.control.Journal;
import io.perfagent.control.KillSwitch;
import io.perfagent.control.Mode;
import io.perfagent.control.Modes;
import io.perfagent.control.State;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetProposalTest {
    private static final String NAME = "targets:startup";

    @TempDir
    Path directory;

    private final List<StartRecordLine> starts = new ArrayList<>();
    private long now = 1_000_000;

    @BeforeEach
    void record() {
        for (int i = 0; i < TargetProposal.LEAST_STARTS; i++) {
            double ready = i == 3 ? 2_000 : 1_000;
            starts.add(new StartRecordLine("shop", i, ready, "listening", "", Map.of("total", ready + 200), Map.of()));
        }
    }

    private static Control control(Mode mode) {
        return new Control(
                new Modes(mode, Map.of()),
                new Consent(List.of(), List.of()),
                new Journal(null, null, "shop"),
                new KillSwitch(null),
                (severity, toConsole, event, line, attributes) -> {});
    }

    private File file() {
        return directory.resolve("starts/x.targets").toFile();
    }

    private @Nullable TargetProposal proposal(Control control) {
        return TargetProposal.of(control, file(), starts, ++now);
    }

    private static State state(Control control) {
        Adaptation found = control.find(NAME);
        return found == null ? State.OBSERVED : found.state();
    }

    @Test
    void the_figures_leave_room_above_the_record_and_a_phase_that_was_not_measured_is_left_out() {
        String text = TargetProposal.text(starts);

        // 1000 x 1.2 / 0.8; 1550 x 1.1 / 0.8; 2000 x 1.1 / 0.8
        assertThat(text).isEqualTo("total=1800/2407/3025;ready=1500/2132/2750");
        List<String> problems = new ArrayList<>();
        assertThat(TargetsParser.parse("x", text, problems)).hasSize(2);
        assertThat(problems).isEmpty();
        assertThat(TargetJudge.judge(TargetsParser.parse("x", text, problems), starts))
                .noneMatch(verdict -> verdict.raised());
    }

    @Test
    void fewer_starts_propose_nothing() {
        Control control = control(Mode.SUPERVISED);
        starts.remove(0);

        assertThat(proposal(control)).isNull();
        assertThat(control.list()).isEmpty();
    }

    @Test
    void without_an_operator_they_stay_a_proposal() {
        for (Mode mode : new Mode[] {Mode.OBSERVE, Mode.SUPERVISED, Mode.AUTO}) {
            Control control = control(mode);
            TargetProposal made = proposal(control);
            assertThat(made).isNotNull();
            made.second(++now);

            assertThat(state(control)).as(mode.text()).isEqualTo(State.PROPOSED);
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void what_an_operator_accepts_is_kept_as_it_was_and_goes_when_he_undoes_it() throws IOException {
        Control control = control(Mode.SUPERVISED);
        TargetProposal made = proposal(control);
        assertThat(made).isNotNull();

        assertThat(control.approve(NAME, ++now).done()).isTrue();
        made.second(++now);

        assertThat(state(control)).isEqualTo(State.KEPT);
        assertThat(Files.readString(file().toPath())).isEqualTo(TargetProposal.text(starts));
        String accepted = Files.readString(file().toPath());
        starts.add(starts.get(3));
        made.apply();
        assertThat(Files.readString(file().toPath()))
                .as("not moved by the record")
                .isEqualTo(accepted);

        assertThat(control.undo(NAME, ++now).done()).isTrue();
        assertThat(file()).doesNotExist();
    }

    @Test
    void consent_given_in_advance_puts_them_into_effect() {
        Control control = control(Mode.ON);

        assertThat(proposal(control)).isNotNull();

        assertThat(state(control)).isEqualTo(State.KEPT);
        assertThat(file()).exists();
    }

    @Test
    void what_is_in_place_and_nobody_wants_any_more_is_taken_out() throws IOException {
        AcceptedTargets.write(file(), "ready=1");

        proposal(control(Mode.OBSERVE));

        assertThat(file()).doesNotExist();
    }
}
