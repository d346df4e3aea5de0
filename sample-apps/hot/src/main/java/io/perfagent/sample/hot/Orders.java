package io.perfagent.sample.hot;

/** Lock contention: one lock around something slow, so slow that clients meet on a busy machine too. */
final class Orders {
    private static final long SLOW_MILLIS = 200;

    /** What is locked; a class of its own, so that it is told by its name. */
    private static final class OrderBook {
        private long orders;
    }

    private final OrderBook book = new OrderBook();
    private final boolean causes;

    Orders(boolean causes) {
        this.causes = causes;
    }

    String place() {
        synchronized (book) {
            book.orders++;
            if (causes) {
                write();
            }
            return "order " + book.orders;
        }
    }

    private static void write() {
        try {
            Thread.sleep(SLOW_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
