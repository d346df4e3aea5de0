package io.perfagent.cache.policy;

/** Durations as rules spell them: {@code 500ms}, {@code 2s}, {@code 10m}, {@code 1h}, {@code 1d}. Pure. */
final class Durations {
    private static final String[] UNITS = {"ms", "s", "m", "h", "d"};
    private static final long[] MILLIS = {1, 1_000, 60_000, 3_600_000, 86_400_000};

    private Durations() {}

    /** In milliseconds; -1 if it is none above 0. */
    static long parse(String text) {
        for (int i = 0; i < UNITS.length; i++) {
            if (text.endsWith(UNITS[i])) {
                String number = text.substring(0, text.length() - UNITS[i].length());
                if (isNumber(number)) {
                    long value = Long.parseLong(number) * MILLIS[i];
                    return value > 0 ? value : -1;
                }
            }
        }
        return -1;
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 9;
    }

    static String say(long millis) {
        for (int i = UNITS.length - 1; i > 0; i--) {
            if (millis >= MILLIS[i] && millis % MILLIS[i] == 0) {
                return millis / MILLIS[i] + UNITS[i];
            }
        }
        return millis + "ms";
    }
}
