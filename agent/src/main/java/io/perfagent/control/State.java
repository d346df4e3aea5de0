package io.perfagent.control;

import org.jspecify.annotations.Nullable;

/** Where an adaptation is in its life. */
public enum State {
    /** It runs without effect and says what it would do. */
    OBSERVED("observed"),
    /** It has said what it would gain and risk. */
    PROPOSED("proposed"),
    /** It may be tried. */
    APPROVED("approved"),
    /** It is in effect part of the time or for part of the calls, and measured. */
    TRIAL("trial"),
    /** It is in effect; guardrails watch. */
    KEPT("kept"),
    /** It did harm, or did not do what it was to do, and was taken out. */
    ROLLED_BACK("rolled back"),
    /** It was rolled back too often: only an operator may approve it. */
    QUARANTINED("quarantined"),
    /** The operator does not want it. */
    REJECTED("rejected"),
    /** It was taken out by the operator or the kill switch. */
    UNDONE("undone");

    private final String text;

    State(String text) {
        this.text = text;
    }

    /** Whether the application may be other than it was without us. */
    public boolean inEffect() {
        return this == TRIAL || this == KEPT;
    }

    /** As it is shown and written: lower case. */
    public String text() {
        return text;
    }

    /** As events are named by it: lower case, without blanks. */
    public String word() {
        return text.replace(' ', '_');
    }

    /** The state with this text, or null. */
    public static @Nullable State of(String text) {
        for (State state : values()) {
            if (state.text.equals(text)) {
                return state;
            }
        }
        return null;
    }
}
