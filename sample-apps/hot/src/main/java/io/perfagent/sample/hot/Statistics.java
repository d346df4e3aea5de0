package io.perfagent.sample.hot;

import java.util.ArrayList;
import java.util.List;

/** Boxing: numbers kept as objects only to be added up. */
final class Statistics {
    private static final int NUMBERS = 60_000;
    private static final int TIMES = 8;
    private static final int FEW = 1000;

    private final boolean causes;

    Statistics(boolean causes) {
        this.causes = causes;
    }

    String sum() {
        long sum = 0;
        for (int i = 0; i < TIMES; i++) {
            sum += causes ? boxed() : plain();
        }
        return "sum " + sum;
    }

    private static long boxed() {
        List<Integer> numbers = new ArrayList<>(NUMBERS);
        for (int i = 0; i < NUMBERS; i++) {
            numbers.add(i * 7919);
        }
        long sum = 0;
        for (Integer number : numbers) {
            sum += number;
        }
        return sum;
    }

    private static long plain() {
        long sum = 0;
        for (int i = 0; i < FEW; i++) {
            sum += i * 7919;
        }
        return sum;
    }
}
