package io.perfagent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.ledger.DecisionFile;
import io.perfagent.control.ledger.JsonObject;
import io.perfagent.control.ledger.Ledger;
import io.perfagent.control.ledger.SharedFolder;
import io.perfagent.export.Severity;
import io.perfagent.export.proto.AttributeBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The real control with the real files, one adaptation and one effect; time is a number. */
abstract class ControlFixture {
    static final long HOUR = 3_600_000;
    static final Proposal GOOD = new Proposal("start faster", 300, "ms of start", 0.97, Risk.LOW);
    static final Proposal UNSURE = new Proposal("start faster", 300, "ms of start", 0.6, Risk.LOW);

    @TempDir
    Path root;

    final List<String> events = new ArrayList<>();
    final List<String> console = new ArrayList<>();
    final List<String> attributes = new ArrayList<>();
    final EffectSwitchTest.Value value = new EffectSwitchTest.Value();
    long now = 1_000_000_000_000L;
    Control control;
    String id;

    @BeforeEach
    void start() {
        start(Mode.SUPERVISED);
    }

    void start(Mode mode) {
        start(mode, new Consent(List.of(), List.of()), "v1");
    }

    void start(Mode mode, Consent consent, String deployment) {
        SharedFolder folder = new SharedFolder(root.resolve("adapt").toFile(), file -> null);
        Journal journal = new Journal(new Ledger(folder), new DecisionFile(folder), deployment);
        control = new Control(
                new Modes(Mode.OBSERVE, Map.of("archive", mode)),
                consent,
                journal,
                new KillSwitch(root.toFile()),
                this::said);
        begin(false);
    }

    void begin(boolean outlastsProcess) {
        Adaptation begun = control.observe("archive", "shop", Figures.of("max", 10), outlastsProcess, now);
        id = begun == null ? "" : begun.id();
        if (!outlastsProcess) {
            control.register(id, value);
        }
    }

    void said(Severity severity, boolean toConsole, String event, String line, AttributeBytes more) {
        events.add(event);
        attributes.add(new String(more.toBytes(), StandardCharsets.ISO_8859_1));
        if (toConsole) {
            console.add(line);
        }
    }

    State state() {
        return control.find(id).state();
    }

    void propose(Proposal proposal) {
        Outcome outcome = control.propose(id, proposal, Figures.of("starts", 12), ++now);
        assertThat(outcome.done()).as(outcome.line()).isTrue();
    }

    void done(Outcome outcome) {
        assertThat(outcome.done()).as(outcome.line()).isTrue();
    }

    void trial() {
        done(control.startTrial(id, "next ten starts", Figures.NONE, ++now));
        assertThat(control.apply(id)).isTrue();
    }

    List<JsonObject> ledger() throws IOException {
        return new Ledger(new SharedFolder(root.resolve("adapt").toFile(), file -> null))
                .read()
                .whole();
    }

    Control fresh(Mode mode) {
        SharedFolder folder = new SharedFolder(root.resolve("adapt").toFile(), file -> null);
        return new Control(
                new Modes(mode, Map.of()),
                new Consent(List.of(), List.of()),
                new Journal(new Ledger(folder), new DecisionFile(folder), "v1"),
                new KillSwitch(root.toFile()),
                this::said);
    }
}
