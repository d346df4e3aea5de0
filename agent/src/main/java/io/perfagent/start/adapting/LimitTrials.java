package io.perfagent.start.adapting;

import io.perfagent.control.Adaptation;
import io.perfagent.control.Control;
import io.perfagent.control.Figures;
import io.perfagent.control.State;
import io.perfagent.control.trial.Latency;
import io.perfagent.control.trial.NoHarmTrial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The trials of limits and other protections, one of a kind at a time. On the agent's main thread, once a second. */
final class LimitTrials {
    /** What the application's users get. */
    interface Traffic extends MemoryShedding.Served {
        /** The same, and those of them that ended badly, counted together. */
        Answered answered();

        /** By operation, of the last ten seconds that are complete. */
        List<Latency> lastTenSeconds();

        /** Whether requests queue at a resource now. */
        boolean isOverloaded(String resource);
    }

    /**
     * What has been answered since the start.
     *
     * @param requests that ended
     * @param bad of them
     */
    record Answered(long requests, long bad) {}

    private final Control control;
    private final Traffic traffic;
    private final String kind;
    private final Map<String, Running> running = new HashMap<>();

    LimitTrials(Control control, Traffic traffic) {
        this(control, traffic, Limiting.KIND);
    }

    /** The same for another kind of protection. */
    LimitTrials(Control control, Traffic traffic, String kind) {
        this.kind = kind;
        this.control = control;
        this.traffic = traffic;
    }

    private static final class Running {
        final NoHarmTrial trial;
        final Answered before;

        Running(NoHarmTrial trial, Answered before) {
            this.trial = trial;
            this.before = before;
        }
    }

    void second(long nowMillis) {
        for (Adaptation adaptation : control.list()) {
            if (!adaptation.kind().equals(kind) || isGiven(adaptation)) {
                continue;
            }
            if (adaptation.state() == State.TRIAL) {
                second(adaptation, nowMillis);
            } else {
                running.remove(adaptation.id()); // undone in the middle of it
            }
        }
    }

    /** Whether it is what the settings give, of which half would be missing in a trial. */
    static boolean isGiven(Adaptation one) {
        return one.subject().equals(LimitChoices.CAPS) || one.subject().equals(OutboundGuarding.DEADLINES);
    }

    private void second(Adaptation adaptation, long nowMillis) {
        String id = adaptation.id();
        boolean overloaded = traffic.isOverloaded(adaptation.subject());
        Answered answered = traffic.answered();
        Running known = running.get(id);
        if (known == null) {
            if (!running.isEmpty()) {
                // Another one is on trial, and what is seen is to be the work of one.
                turn(id, overloaded);
                return;
            }
            known = new Running(new NoHarmTrial(System.nanoTime(), !kind.equals(Limiting.KIND)), answered);
            running.put(id, known);
        }
        long requests = answered.requests() - known.before.requests();
        long bad = answered.bad() - known.before.bad();
        NoHarmTrial trial = known.trial;
        switch (trial.second(new NoHarmTrial.Reading(requests, bad, traffic.lastTenSeconds(), overloaded))) {
            case ON:
                turn(id, true);
                break;
            case OFF:
                turn(id, false);
                break;
            case KEEP:
                running.remove(id);
                control.keep(id, trial.reason(), figures(trial), nowMillis);
                break;
            case ROLL_BACK:
                running.remove(id);
                control.rollBack(id, trial.reason(), figures(trial), nowMillis);
                break;
        }
    }

    private void turn(String id, boolean on) {
        if (on) {
            control.apply(id);
        } else {
            control.restore(id);
        }
    }

    private static Figures figures(NoHarmTrial trial) {
        Figures figures = Figures.of("pairs", trial.pairs()).with("pairs_dropped", trial.dropped());
        figures = trial.badRateAdded().with(figures, "error_rate_added");
        figures = trial.p99Ratio().with(figures, "p99_ratio");
        figures = trial.goodRatio().with(figures, "good_requests_ratio");
        return figures.with("weakest_probability", trial.weakestProbability());
    }

    /** How far the trial is, in a line for the status; empty without one. */
    String status() {
        for (Map.Entry<String, Running> one : running.entrySet()) {
            NoHarmTrial trial = one.getValue().trial;
            return "  trial of " + one.getKey() + ": " + trial.pairs() + " pairs of blocks, " + trial.dropped()
                    + " dropped\n";
        }
        return "";
    }
}
