package io.perfagent.control;

/** Who moves an adaptation. */
public enum Actor {
    /** A person: by command line or JMX, now. */
    OPERATOR("operator"),
    /** A person, before: a decision of theirs that was kept, or one in the settings. */
    RECORD("record"),
    /** The agent itself, because its proposal is good enough; in mode {@code auto}. */
    POLICY("policy"),
    /** Consent given in advance; in mode {@code on}. */
    CONSENT("consent"),
    /** What was measured: the room that the adaptation belongs to, a trial, a guardrail. */
    MEASUREMENT("measurement"),
    /** The kill switch. */
    KILL_SWITCH("kill switch");

    private final String text;

    Actor(String text) {
        this.text = text;
    }

    /** As it is shown and written. */
    public String text() {
        return text;
    }
}
