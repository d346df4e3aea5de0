package io.perfagent.control;

import java.util.EnumSet;
import java.util.Set;

/**
 * The transitions there are: from which states, to which one. This is the whole table; what is not in it is refused.
 *
 * <pre>{@code
 * observed -> proposed -> approved -> trial -> kept
 *     ^          |           |          |       |
 *     +-withdraw-+-----------+----------+-------+
 *                                       +---+---+-> rolled back -> quarantined
 *                                           +-----> undone
 * }</pre>
 */
public enum Action {
    PROPOSE("propose", State.PROPOSED, State.OBSERVED, State.ROLLED_BACK),
    /** The evidence no longer holds, or what was to be done is another thing now. */
    WITHDRAW("withdraw", State.OBSERVED, State.PROPOSED, State.APPROVED, State.TRIAL, State.KEPT),
    APPROVE(
            "approve",
            State.APPROVED,
            State.PROPOSED,
            State.ROLLED_BACK,
            State.REJECTED,
            State.UNDONE,
            State.QUARANTINED),
    REJECT("reject", State.REJECTED, State.OBSERVED, State.PROPOSED, State.APPROVED, State.ROLLED_BACK, State.UNDONE),
    START_TRIAL("start the trial of", State.TRIAL, State.APPROVED),
    /** Puts it into effect without a trial. */
    ADOPT("adopt", State.KEPT, State.APPROVED),
    KEEP("keep", State.KEPT, State.TRIAL),
    ROLL_BACK("roll back", State.ROLLED_BACK, State.TRIAL, State.KEPT),
    QUARANTINE("quarantine", State.QUARANTINED, State.ROLLED_BACK),
    UNDO("undo", State.UNDONE, State.APPROVED, State.TRIAL, State.KEPT);

    private final String text;
    private final State to;
    private final Set<State> from;

    Action(String text, State to, State first, State... others) {
        this.text = text;
        this.to = to;
        this.from = EnumSet.of(first, others);
    }

    /** Whether it is legal in a state. */
    public boolean isLegalFrom(State state) {
        return from.contains(state);
    }

    /** Where it leads. */
    public State to() {
        return to;
    }

    /** As messages name it. */
    public String text() {
        return text;
    }

    /** The states it is legal in, as messages name them. */
    String fromText() {
        StringBuilder out = new StringBuilder();
        for (State state : from) {
            out.append(out.length() == 0 ? "" : " or ").append(state.text());
        }
        return out.toString();
    }
}
