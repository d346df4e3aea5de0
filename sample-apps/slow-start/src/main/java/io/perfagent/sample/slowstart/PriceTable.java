package io.perfagent.sample.slowstart;

/** {@link Cause#STATIC_INITIALIZER}. */
final class PriceTable {
    private static final int BASE = Cause.STATIC_INITIALIZER.compute();

    private PriceTable() {}

    static int price(int item) {
        return Math.abs(BASE % 100) + item;
    }
}
