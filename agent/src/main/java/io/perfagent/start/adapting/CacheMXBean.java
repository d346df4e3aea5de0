package io.perfagent.start.adapting;

/** What is answered from memory, as JMX shows it and lets an application drop it, {@code io.perfagent:type=Cache}. */
public interface CacheMXBean {
    /** The report: coverage, and what would be, is and is not served. */
    String getText();

    /**
     * Forgets what is cached of the reads that are named as a rule does, by {@code #id}, or by how their name begins; by a
     * single Redis key, all that is kept under its prefix.
     *
     * @return how many kinds of reads that were
     */
    int invalidate(String target);

    /** Forgets all answers that read a table, as a write to it would. */
    void invalidateTable(String table);

    /** Forgets everything. */
    void invalidateAll();
}
