package io.perfagent.start.watch;

import io.perfagent.coldstart.TargetLevel;
import io.perfagent.coldstart.TargetPhase;
import io.perfagent.control.Adaptation;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import io.perfagent.control.State;
import io.perfagent.control.stats.Robust;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Targets for the start, proposed from the deployment's own record: so that the first level of a breach lies a fifth above
 * the median, and a tenth above 95th percentile and maximum. Once accepted they stay as they are, however the starts change.
 */
public final class TargetProposal implements Effect {
    static final String KIND = "targets";

    /** Starts on record, at least. */
    static final int LEAST_STARTS = 10;

    private static final String SUBJECT = "startup";
    private static final double ABOVE_MEDIAN = 1.2;
    private static final double ABOVE_EXTREMES = 1.1;
    private static final String[] PHASES = {TargetPhase.TOTAL, TargetPhase.CRITICAL, TargetPhase.READY};

    private final Control control;
    private final File file;
    private final String text;
    private final String id;

    private TargetProposal(Control control, File file, String text, String id) {
        this.control = control;
        this.file = file;
        this.text = text;
        this.id = id;
    }

    /**
     * Proposes them, or finds that they were decided on.
     *
     * @param starts of one deployment
     * @return null where nothing is to be proposed
     */
    public static @Nullable TargetProposal of(
            Control control, @Nullable File file, List<StartRecordLine> starts, long nowMillis) {
        boolean inPlace = file != null && file.isFile();
        if (file == null || (!inPlace && starts.size() < LEAST_STARTS)) {
            return null;
        }
        Adaptation observed = control.observe(KIND, SUBJECT, Figures.NONE, true, nowMillis);
        if (observed == null) {
            return null;
        }
        TargetProposal made = new TargetProposal(control, file, text(starts), observed.id());
        if (inPlace) {
            control.registerInPlace(observed.id(), made);
            return made;
        }
        control.register(observed.id(), made);
        if (observed.state().inEffect()) {
            control.apply(observed.id());
        } else if (observed.state() == State.OBSERVED) {
            String summary = "judge starts by targets of their own record: " + made.text;
            Proposal proposal = new Proposal(summary, 0, "ms of start", 1, Risk.LOW);
            control.propose(observed.id(), proposal, evidence(starts), nowMillis);
        }
        return made;
    }

    private static Figures evidence(List<StartRecordLine> starts) {
        double[] ready = TargetJudge.times(starts, TargetPhase.READY);
        return Figures.of("starts", ready.length)
                .with("ready_median_ms", Robust.median(ready))
                .with("ready_p95_ms", Robust.quantile(0.95, ready))
                .with("ready_max_ms", Robust.quantile(1, ready));
    }

    /** As the setting spells them; phases that were measured in too few starts are left out. */
    public static String text(List<StartRecordLine> starts) {
        StringBuilder text = new StringBuilder();
        for (String phase : PHASES) {
            double[] times = TargetJudge.times(starts, phase);
            if (times.length >= LEAST_STARTS) {
                text.append(text.length() == 0 ? "" : ";").append(phase).append('=');
                text.append(above(ABOVE_MEDIAN, Robust.median(times))).append('/');
                text.append(above(ABOVE_EXTREMES, Robust.quantile(0.95, times))).append('/');
                text.append(above(ABOVE_EXTREMES, Robust.quantile(1, times)));
                text.append(phase.equals(TargetPhase.CRITICAL) ? " priority:critical" : "");
            }
        }
        return text.toString();
    }

    private static long above(double factor, double millis) {
        double warning = TargetLevel.WARNING.share;
        return Math.max(1, (long) Math.ceil(millis * factor / warning));
    }

    /** Puts them into effect once they are approved: there is nothing to try, they only watch. */
    public void second(long nowMillis) {
        Adaptation now = control.find(id);
        if (now != null && now.state() == State.APPROVED) {
            control.startTrial(id, "nothing to try: it changes nothing in the application", now.evidence(), nowMillis);
            control.keep(id, "accepted; later starts are judged by it", now.evidence(), nowMillis);
        }
    }

    @Override
    public void apply() throws IOException {
        if (!file.isFile()) {
            AcceptedTargets.write(file, text);
        }
    }

    @Override
    public void restore() throws IOException {
        Files.deleteIfExists(file.toPath());
    }
}
