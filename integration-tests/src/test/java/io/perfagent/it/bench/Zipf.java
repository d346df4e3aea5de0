package io.perfagent.it.bench;

import java.util.Arrays;
import java.util.Random;

/** Zipf's law over {@code 0..n-1}: 0 is the most frequent, k comes with a frequency of 1 / (k + 1)^exponent. Immutable. */
final class Zipf {
    private final double[] upTo;

    Zipf(int n, double exponent) {
        upTo = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.pow(i + 1, -exponent);
            upTo[i] = sum;
        }
        for (int i = 0; i < n; i++) {
            upTo[i] /= sum;
        }
        upTo[n - 1] = 1; // whatever was rounded
    }

    int sample(Random random) {
        int found = Arrays.binarySearch(upTo, random.nextDouble());
        return found < 0 ? -found - 1 : found + 1;
    }

    /** How often {@code k} comes, of 1. */
    double share(int k) {
        return k == 0 ? upTo[0] : upTo[k] - upTo[k - 1];
    }
}
