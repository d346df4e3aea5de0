package io.perfagent.it.bench;

/** What is read, each by itself. */
enum GainShape {
    /** One row by its primary key. */
    KEY("key", new String[] {"key", "key-tx"}, "write", 1000),
    /** A join with an aggregate that takes the database about 2 ms. */
    AGGREGATE("aggregate", new String[] {"aggregate", "aggregate-tx"}, "write", 150),
    /** Redis {@code GET}. */
    GET("get", new String[] {"get"}, "set", 1500);

    /** As in the results. */
    final String label;

    /** The service's operations that read, equally frequent. */
    final String[] reads;

    /** The service's operation that writes. */
    final String write;

    /** Requests a second at which a first search begins. */
    final double firstRate;

    GainShape(String label, String[] reads, String write, double firstRate) {
        this.label = label;
        this.reads = reads;
        this.write = write;
        this.firstRate = firstRate;
    }
}
