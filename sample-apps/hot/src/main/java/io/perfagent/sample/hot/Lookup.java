package io.perfagent.sample.hot;

import java.util.Map;

/** Exceptions as control flow: what is not there is told by an exception. */
final class Lookup {
    private static final int KEYS = 800;

    /** What is asked for is not there. */
    private static final class NotFoundException extends Exception {
        private static final long serialVersionUID = 1;

        NotFoundException(String key) {
            super(key);
        }
    }

    private final Map<String, Integer> stock = Map.of("0", 3, "10", 4, "20", 5);
    private final boolean causes;

    Lookup(boolean causes) {
        this.causes = causes;
    }

    String count() {
        int found = 0;
        for (int i = 0; i < KEYS; i++) {
            found += causes ? demanded(Integer.toString(i)) : stock.getOrDefault(Integer.toString(i), 0);
        }
        return "stock " + found;
    }

    private int demanded(String key) {
        try {
            return stockOf(key);
        } catch (NotFoundException e) {
            return 0;
        }
    }

    private int stockOf(String key) throws NotFoundException {
        Integer known = stock.get(key);
        if (known == null) {
            throw new NotFoundException(key);
        }
        return known;
    }
}
