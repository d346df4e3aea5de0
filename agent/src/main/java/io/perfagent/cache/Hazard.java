package io.perfagent.cache;

/** Why a kind of read is never served: something about its text. */
public enum Hazard {
    NOT_ANALYSED("its text has not been looked at yet"),
    NOT_UNDERSTOOD("its text is not understood in full"),
    NOT_A_READ("it may write"),
    LOCKING("it locks rows"),
    NON_DETERMINISTIC("it gives another answer each time: time, chance, sequences"),
    FUNCTION("it calls a function that is not known to be harmless"),
    SESSION_STATE("it depends on the session's state"),
    NO_TABLE("it reads no table that could be watched"),
    SYSTEM_CATALOG("it reads the catalogue"),
    SEVERAL_STATEMENTS("it is several statements in one text"),
    UNORDERED_LIMIT("it takes some rows without an order"),
    COMMAND("this command is not kept near"),
    TOO_MANY_KINDS("there are too many different reads"),
    SHARED_ID("another text has the same id"),
    SHADOW_ONLY("this version of the library is observed only");

    private final String text;

    Hazard(String text) {
        this.text = text;
    }

    /** As reports say it, after the read's name. */
    public String text() {
        return text;
    }
}
