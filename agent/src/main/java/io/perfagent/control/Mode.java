package io.perfagent.control;

import org.jspecify.annotations.Nullable;

/**
 * How far the agent may go, for one kind of adaptation.
 *
 * <p>What takes an effect out is permitted always. The rest:
 *
 * <pre>{@code
 *              observe, propose   approve                             try   adopt without trial
 * off          no                 no                                  no    no
 * observe      yes                no                                  no    no
 * supervised   yes                operator, record                    yes   no
 * auto         yes                operator, record, policy            yes   no
 * on           yes                operator, record, policy, consent   no    yes
 * }</pre>
 */
public enum Mode {
    /** Not even observing. */
    OFF("off"),
    /** Says what it would do; the application stays as it is. */
    OBSERVE("observe"),
    /** Acts on an operator's approval only. */
    SUPERVISED("supervised"),
    /** Tries by itself what promises enough at no high risk. */
    AUTO("auto"),
    /** Consent given in advance: in effect as soon as proposed, without a trial; guardrails watch. */
    ON("on");

    private final String text;

    Mode(String text) {
        this.text = text;
    }

    /** Whether anything may be changed in the application. */
    public boolean acts() {
        return this != OFF && this != OBSERVE;
    }

    /** Whether an adaptation may be moved so by that actor, as far as the mode is concerned. */
    public boolean permits(Action action, Actor actor) {
        switch (action) {
            case PROPOSE, REJECT:
                return this != OFF;
            case APPROVE:
                return acts() && approves(actor);
            case START_TRIAL:
                return this == SUPERVISED || this == AUTO;
            case ADOPT:
                return this == ON;
            case KEEP: // it is in effect already
                return this != OFF;
            default: // nothing that takes an effect out needs leave
                return true;
        }
    }

    private boolean approves(Actor actor) {
        switch (actor) {
            case OPERATOR, RECORD:
                return true;
            case POLICY:
                return this == AUTO || this == ON;
            case CONSENT:
                return this == ON;
            default:
                return false;
        }
    }

    /** As the settings spell it. */
    public String text() {
        return text;
    }

    /** The mode that the settings spell so, or null. */
    public static @Nullable Mode of(String text) {
        for (Mode mode : values()) {
            if (mode.text.equals(text)) {
                return mode;
            }
        }
        return null;
    }
}
