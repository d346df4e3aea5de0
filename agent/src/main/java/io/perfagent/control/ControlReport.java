package io.perfagent.control;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What control knows, as text: a list for the operator, lines for the status, settings for a fleet. */
public final class ControlReport {
    /** The setting that names what is approved. */
    public static final String APPROVED_SETTING = "PERF_AGENT_ADAPT_APPROVED";

    /** The setting that names what is not wanted. */
    public static final String REJECTED_SETTING = "PERF_AGENT_ADAPT_REJECTED";

    private ControlReport() {}

    /** Every adaptation with its state, its proposal and its reason. */
    public static String list(Control control) {
        StringBuilder out = new StringBuilder(256);
        out.append("mode ").append(control.modes);
        String cause = control.kill.cause();
        out.append(cause == null ? "" : "; switched off by " + cause + " until a restart")
                .append('\n');
        List<Adaptation> all = control.list();
        if (all.isEmpty()) {
            out.append("no adaptations\n");
        }
        for (Adaptation one : all) {
            out.append(one.id())
                    .append("  ")
                    .append(one.state().text())
                    .append("  ")
                    .append(one.name());
            Proposal proposal = one.proposal();
            out.append(proposal == null ? "" : "\n    proposal: " + proposal.text());
            out.append(one.reason().isEmpty() || one.state() == State.PROPOSED ? "" : "\n    reason: " + one.reason());
            out.append(one.evidence().size() == 0 ? "" : "\n    evidence: " + one.evidence());
            out.append(one.originals().size() == 0 ? "" : "\n    originals: " + one.originals());
            effect(out, control.effects.find(one.id()));
            out.append('\n');
        }
        return out.toString();
    }

    private static void effect(StringBuilder out, @Nullable EffectSwitch effect) {
        if (effect == null) {
            return;
        }
        out.append("\n    effect: ").append(effect.isApplied() ? "on" : effect.isOwed() ? "not restored yet" : "off");
        out.append(", applied ").append(effect.applications());
        out.append(" times, restored ").append(effect.restorations());
        out.append(" times, failed ").append(effect.failures()).append(" times");
        String failure = effect.lastFailure();
        out.append(failure == null ? "" : " (last: " + failure + ")");
    }

    /** A few lines for the status; the first begins with {@code adaptations:}. */
    public static String status(Control control) {
        StringBuilder out = new StringBuilder(128);
        out.append("adaptations: mode ").append(control.modes);
        int[] counts = new int[State.values().length];
        for (Adaptation one : control.list()) {
            counts[one.state().ordinal()]++;
        }
        for (State state : State.values()) {
            int count = counts[state.ordinal()];
            out.append(count == 0 ? "" : ", " + count + " " + state.text());
        }
        out.append("; in effect: ").append(control.effects.applied());
        String cause = control.kill.cause();
        out.append(cause == null ? "" : "; switched off by " + cause).append('\n');
        Journal journal = control.journal;
        String problem = journal.problem();
        out.append(problem == null ? "" : "  " + problem + "\n");
        boolean more = control.refused() == Control.MAX_ADAPTATIONS;
        out.append(count(control.refused(), (more ? "and more " : "") + "adaptations without room"));
        out.append(count(journal.dropped(), "records of adaptations dropped"));
        out.append(count(journal.damaged(), "damaged decisions skipped"));
        String owed = owed(control);
        out.append(owed.isEmpty() ? "" : "  not restored: " + owed + "\n");
        return out.toString();
    }

    private static String count(long count, String what) {
        return count == 0 ? "" : "  " + count + " " + what + "\n";
    }

    /** The effects that could not be restored, with their last failures; empty if there are none. */
    static String owed(Control control) {
        StringBuilder out = new StringBuilder();
        for (EffectSwitch one : control.effects.all()) {
            if (one.isOwed()) {
                out.append(out.length() == 0 ? "" : "; ")
                        .append(one.id)
                        .append(": ")
                        .append(one.lastFailure());
            }
        }
        return out.toString();
    }

    /**
     * What was decided for this deployment, here and by the settings, as settings: two lines {@code NAME=kind:subject,...},
     * a line left out that would be empty.
     */
    public static String export(Control control) {
        TreeSet<String> approved = new TreeSet<>(control.consent.approved());
        TreeSet<String> rejected = new TreeSet<>(control.consent.rejected());
        for (Decision decision : control.journal.decisions()) {
            if (decision.rejects()) {
                rejected.add(decision.name());
            } else if (decision.approves() || decision.state() == State.KEPT) {
                approved.add(decision.name());
            }
        }
        approved.removeAll(rejected);
        String text = line(APPROVED_SETTING, approved) + line(REJECTED_SETTING, rejected);
        return text.isEmpty() ? "# nothing is decided\n" : text;
    }

    private static String line(String setting, TreeSet<String> names) {
        StringBuilder out = new StringBuilder();
        for (String name : names) {
            out.append(out.length() == 0 ? "" : ",").append(Texts.item(name));
        }
        return names.isEmpty() ? "" : setting + "=" + out + "\n";
    }
}
