package io.perfagent.control.stats;

import java.util.SplittableRandom;

/** Random values for simulations, from a seed that failures name. */
final class Draws {
    private final SplittableRandom random;

    Draws(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Box and Muller's way. */
    double normal() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** A start of about 1000 ms, within 5 %. */
    double steadyStart() {
        return 1000 * (1 + 0.05 * normal());
    }

    /** A start of about 1000 ms, within 10 %, and one in twenty three times as long. */
    double roughStart() {
        return 1000 * Math.exp(0.1 * normal()) * (chance(0.05) ? 3 : 1);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
