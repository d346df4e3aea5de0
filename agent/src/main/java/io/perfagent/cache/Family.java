package io.perfagent.cache;

/** What rules are written for. */
public enum Family {
    SQL("sql"),
    REDIS("redis");

    private final String word;

    Family(String word) {
        this.word = word;
    }

    /** As rules and metrics name it. */
    public String word() {
        return word;
    }
}
