package io.perfagent.it.gain;

/** The repository of the shop: each read carries the version of its row, which grows with each write. Thread-safe. */
public interface Shop {
    /** How many items there are; identifiers begin with 0. */
    int ITEMS = 10_000;

    /** An item is in the category of this remainder of its identifier. */
    int CATEGORIES = 100;

    /** One row. */
    record Item(int id, String name, long price, long version) {}

    /** What was sold in the category of an item. */
    record Summary(int id, long version, long count, long amount) {}

    /** @param readOnly in a read-only transaction, else in autocommit */
    Item item(int id, boolean readOnly);

    /** @param readOnly in a read-only transaction, else in autocommit */
    Summary summary(int id, boolean readOnly);

    /** What Redis holds of an item; begins with the version and a space. */
    String text(int id);

    /** Writes a row in autocommit; its new version. */
    long writeItem(int id);

    /** Writes what Redis holds of an item; its new version. */
    long writeText(int id);

    /** The key in Redis. */
    static String key(int id) {
        return "item:" + id;
    }

    /** Some 100 bytes. */
    static String text(int id, long version) {
        return version + " {\"id\":" + id + ",\"name\":\"item " + id + "\",\"price\":" + (100 + version)
                + ",\"text\":\"what there is to say of it, in one line\"}";
    }
}
