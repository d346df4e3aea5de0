package io.perfagent.cache;

/** Why one read was not answered from memory although its kind might be: something about the moment. */
public enum Bypass {
    TRANSACTION("transaction", "in a transaction that is not read-only, such as @Transactional without readOnly"),
    TRANSACTION_WROTE("transaction_wrote", "in a transaction that has written"),
    ISOLATION("isolation", "in a transaction above READ COMMITTED"),
    SESSION("session", "the session's state was changed: SET, role, search path, temporary table"),
    CURSOR("cursor", "fetched through a cursor, scrollable or updatable"),
    BATCH("batch", "in a batch, pipeline or script"),
    PARAMETER("parameter", "a parameter that cannot be compared: a stream, a large object"),
    OPTIONS("options", "options of the call that a cached answer cannot meet"),
    WRITE_PENDING("write_pending", "a write to what it reads was pending"),
    SHARED_KEY("shared_key", "keys of its prefix were used as locks, counters or sessions in the last 10 minutes"),
    SHADOW_ONLY("shadow_only", "this client of the server is observed only"),
    CONNECTION_WRITING("connection_writing", "a write was on its way on the same connection"),
    CHANNEL("channel", "nobody told of other processes' writes at that moment: the server's channel was not live"),
    NOT_PROVEN("not_proven", "not all ways to write to this source are seen"),
    TOO_LARGE("too_large", "the answer is too large"),
    OTHER("other", "other");

    private final String word;
    private final String text;

    Bypass(String word, String text) {
        this.word = word;
        this.text = text;
    }

    /** As metrics name it. */
    public String word() {
        return word;
    }

    /** As reports say it. */
    public String text() {
        return text;
    }
}
