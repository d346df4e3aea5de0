package io.perfagent.sample.hot;

/** Hot method: a quote is reckoned by a loop that is much longer than it need be. */
final class Prices {
    private static final int LONG = 6_000_000;
    private static final int SHORT = 100;

    private final int rounds;

    Prices(boolean causes) {
        rounds = causes ? LONG : SHORT;
    }

    String quote() {
        return "price " + discounted(rounds);
    }

    private static long discounted(int rounds) {
        long price = 17;
        for (int i = 1; i < rounds; i++) {
            price = price * 31 + (price >>> 7) / i;
        }
        return price;
    }
}
