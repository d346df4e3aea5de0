package io.perfagent.start.adapting;

import io.perfagent.coldstart.preload.ClassList;
import io.perfagent.control.Adaptation;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Mode;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import io.perfagent.control.State;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.ResourceAttributes;
import io.perfagent.start.watch.StartRecordLine;
import io.perfagent.weave.SiteTable;
import io.perfagent.weave.cache.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loading classes ahead as an adaptation. Its effect is a file: the classes of this start, in order, which the next ones load
 * ahead. The starts with it are compared with those on record without it, and it is taken out if they are slower or no
 * faster.
 *
 * <p>For the agent's main thread.
 */
final class Preloading implements Effect, ClassList.Marks {
    static final String KIND = "preload";

    /** With fewer classes of the application there is nothing to gain. */
    private static final int LEAST_CLASSES = 500;

    /** Share of a start that is expected: what was measured, see docs/rationale.md. */
    private static final double EXPECTED_GAIN = 0.05;

    /** It depends on the cores that are idle while the application starts. */
    private static final double CONFIDENCE = 0.6;

    /** Whose classes tell that the application brings in a transformer of its own, which would miss what is loaded ahead. */
    private static final String[] OWN_TRANSFORMERS = {
        "net.bytebuddy.agent.Installer",
        "reactor.tools.agent.ReactorDebugAgent",
        "org.springframework.instrument.InstrumentationSavingAgent"
    };

    /**
     * What changes classes of a jar and defines them under their own names: a class that is loaded ahead cannot be defined
     * once more.
     */
    private static final String[] OWN_DEFINERS = {"javassist.ClassPool"};

    private final Host host;
    private final SiteTable table;
    private final Control control;
    private @Nullable ClassList collected;
    private boolean begun;
    private String id = "";
    private String state = "";

    Preloading(Host host, Control control, SiteTable table) {
        this.table = table;
        this.host = host;
        this.control = control;
    }

    /** For the status; empty while nothing is known. */
    String state() {
        String account = PreloadedStart.account();
        return account + (account.isEmpty() || state.isEmpty() ? "" : "; ") + state;
    }

    /** @param starts of this deployment on record, this one the last; empty as long as it is not */
    void second(List<StartRecordLine> starts, long nowMillis) {
        if (!begun && !starts.isEmpty()) {
            begun = true;
            begin(starts, nowMillis);
        }
        Adaptation now = id.isEmpty() ? null : control.find(id);
        if (now != null && now.state() == State.APPROVED && collect(nowMillis)) {
            control.startTrial(id, "the next starts are compared with those on record", now.evidence(), nowMillis);
            control.apply(id);
        }
    }

    private void begin(List<StartRecordLine> starts, long nowMillis) {
        File file = PreloadedStart.file(host);
        String objection = file == null ? "there is no data directory" : PreloadedStart.objection(host);
        boolean inPlace = file != null && file.isFile();
        if (objection != null && !inPlace) {
            state = "not proposed: " + objection;
            return;
        }
        if (!inPlace && control.mode(KIND) != Mode.ON && starts.size() < ArchiveTrial.LEAST_WITHOUT) {
            state = "not proposed: " + starts.size() + " starts of this deployment are on record to compare with, of "
                    + ArchiveTrial.LEAST_WITHOUT;
            return;
        }
        double readyMillis = starts.get(starts.size() - 1).readyMillis();
        String service = new ResourceAttributes(host.config).serviceName();
        Figures originals = Figures.of("ready_ms", readyMillis);
        Adaptation adaptation = control.observe(KIND, service, originals, true, nowMillis);
        if (adaptation == null) {
            return;
        }
        id = adaptation.id();
        if (inPlace) {
            control.registerInPlace(id, this);
            judge(adaptation, starts, nowMillis);
            return;
        }
        control.register(id, this);
        if (adaptation.state().inEffect() && collect(nowMillis)) {
            control.apply(id); // approved before, and its list is gone, or another one is needed
        } else if (adaptation.state() == State.OBSERVED && collect(nowMillis)) {
            int classes = collected == null ? 0 : collected.classes().size();
            Proposal proposal = new Proposal(
                    "load the " + classes
                            + " classes of the application ahead, on another core, in the order of this start",
                    readyMillis * EXPECTED_GAIN,
                    "ms of start",
                    CONFIDENCE,
                    Risk.MEDIUM);
            control.propose(id, proposal, originals.with("classes", classes), nowMillis);
        }
    }

    private void judge(Adaptation adaptation, List<StartRecordLine> starts, long nowMillis) {
        String failure = PreloadedStart.failure();
        if (!failure.isEmpty() && adaptation.state().inEffect()) {
            state = "taken out: " + failure;
            control.rollBack(adaptation.id(), failure, adaptation.evidence(), nowMillis);
            return;
        }
        String list = PreloadedStart.listInUse();
        if (list.isEmpty() || !adaptation.state().inEffect()) {
            return;
        }
        ArchiveTrial.Verdict verdict = ArchiveTrial.judge(starts, list, adaptation.state() == State.KEPT);
        state = verdict.line();
        verdict.settle(control, adaptation, nowMillis);
    }

    /** Whether there is a list to write. */
    private boolean collect(long nowMillis) {
        if (collected != null) {
            return true;
        }
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        ClassList list = ClassList.of(
                "ahead-" + Long.toHexString(nowMillis), host.instrumentation.getAllLoadedClasses(), loader, this);
        String changing = changesClasses(list.classes());
        if (changing != null) {
            state = "not proposed: the application changes classes by itself (" + changing + ")";
            return false;
        }
        if (list.classes().size() < LEAST_CLASSES) {
            state = "not proposed: " + list.classes().size() + " classes are of the JVM's application loader, of "
                    + LEAST_CLASSES + " at least";
            return false;
        }
        collected = list;
        return true;
    }

    /** The class that tells that the application changes classes by itself, or null. */
    static @Nullable String changesClasses(List<String> loaded) {
        for (String one : OWN_TRANSFORMERS) {
            if (loaded.contains(one)) {
                return one;
            }
        }
        for (String one : OWN_DEFINERS) {
            if (loaded.contains(one)) {
                return one;
            }
        }
        return null;
    }

    @Override
    public boolean isMark(String binaryName) {
        SiteTable.Slot slot = table.find(binaryName.replace('.', '/'));
        return slot != null && slot.moment != 0;
    }

    @Override
    public void apply() throws IOException {
        File file = PreloadedStart.file(host);
        ClassList list = collected;
        if (file == null || list == null) {
            throw new IllegalStateException("there is no list of classes");
        }
        AtomicFile.replace(file, list.encode());
    }

    @Override
    public void restore() throws IOException {
        File file = PreloadedStart.file(host);
        if (file != null) {
            Files.deleteIfExists(file.toPath());
            new PreloadAttempts(file).forget();
        }
    }
}
