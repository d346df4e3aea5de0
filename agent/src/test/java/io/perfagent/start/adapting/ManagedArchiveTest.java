package io.perfagent.start.adapting;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.Adaptation;
import io.perfagent.control.Consent;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Journal;
import io.perfagent.control.KillSwitch;
import io.perfagent.control.Mode;
import io.perfagent.control.Modes;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import io.perfagent.control.State;
import io.perfagent.control.ledger.DecisionFile;
import io.perfagent.control.ledger.Ledger;
import io.perfagent.control.ledger.SharedFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedArchiveTest {
    private static final long NOW = 1_700_000_000_000L;

    @TempDir
    Path directory;

    private boolean named;

    /** A process of the same service. */
    private Control process(Mode mode) {
        SharedFolder folder = new SharedFolder(directory.toFile(), file -> null);
        return new Control(
                new Modes(mode, Map.of()),
                new Consent(List.of(), List.of()),
                new Journal(new Ledger(folder), new DecisionFile(folder), "shop"),
                new KillSwitch(null),
                (severity, toConsole, event, line, attributes) -> {});
    }

    private Adaptation observed(Control control) {
        Adaptation archive =
                Objects.requireNonNull(control.observe(ManagedArchive.KIND, "shop", Figures.NONE, true, NOW));
        control.register(archive.id(), new Effect() {
            @Override
            public void apply() {
                named = true;
            }

            @Override
            public void restore() {
                named = false;
            }
        });
        return archive;
    }

    @Test
    void one_that_was_given_up_is_made_again_without_being_asked_for() {
        Control first = process(Mode.SUPERVISED);
        String id = observed(first).id();
        first.propose(id, new Proposal("an archive", 100, "ms", 0.9, Risk.MEDIUM), Figures.NONE, NOW);
        first.approve(id, NOW);
        ManagedArchive.apply(first, id, Figures.NONE, NOW);
        first.close(NOW);
        assertThat(named).isTrue();
        named = false; // a jar has changed, and jvm.args was emptied before main

        Control later = process(Mode.SUPERVISED);
        Adaptation archive = observed(later);

        assertThat(archive.state()).isEqualTo(State.TRIAL);
        assertThat(ManagedArchive.isPermitted(archive.state(), later.mode(archive)))
                .isTrue();
        ManagedArchive.apply(later, archive.id(), Figures.NONE, NOW);
        assertThat(named).isTrue();
        assertThat(Objects.requireNonNull(later.find(id)).state()).isEqualTo(State.TRIAL);
    }

    @ParameterizedTest
    @CsvSource({
        "APPROVED, SUPERVISED, true",
        "OBSERVED, ON, true",
        "TRIAL, SUPERVISED, true",
        "KEPT, AUTO, true",
        "KEPT, OBSERVE, false",
        "OBSERVED, SUPERVISED, false",
        "PROPOSED, AUTO, false",
        "ROLLED_BACK, ON, false",
        "UNDONE, ON, false"
    })
    void one_is_made_where_it_is_wanted_now_or_was(State state, Mode mode, boolean permitted) {
        assertThat(ManagedArchive.isPermitted(state, mode)).isEqualTo(permitted);
    }
}
