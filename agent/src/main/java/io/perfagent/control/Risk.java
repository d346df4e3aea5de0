package io.perfagent.control;

/** What may go wrong with an adaptation, before it is tried. */
public enum Risk {
    /** Cannot change what the application answers, and ends with the process. */
    LOW("low"),
    /** Some calls may be slower or refused until it is noticed. */
    MEDIUM("medium"),
    /** May change answers, or outlast the process. */
    HIGH("high");

    private final String text;

    Risk(String text) {
        this.text = text;
    }

    /** As it is shown and written. */
    public String text() {
        return text;
    }
}
