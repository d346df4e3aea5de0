package io.perfagent.profile;

/** A number with a unit, as it is written on a command line. */
final class Quantity {
    private static final String[] TIMES = {"ns", "us", "ms", "s", "m"};
    private static final long[] NANOS = {1, 1_000, 1_000_000, 1_000_000_000, 60_000_000_000L};
    private static final String[] SIZES = {"k", "m", "g", "b"};
    private static final long[] BYTES = {1 << 10, 1 << 20, 1 << 30, 1};

    private Quantity() {}

    /** Nanoseconds: {@code 10ms}, {@code 500us}, {@code 1s}. */
    static long nanos(String option, String text, long min, long max) throws Refusal {
        return parse(option, text, TIMES, NANOS, min, max, "a time like 10ms");
    }

    /** Bytes: {@code 512k}, {@code 64m}, or a number. */
    static long bytes(String option, String text, long min, long max) throws Refusal {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        String one = lower.endsWith("b") && lower.length() > 1 && !Character.isDigit(lower.charAt(lower.length() - 2))
                ? lower.substring(0, lower.length() - 1)
                : lower;
        String whole = one.isEmpty() || !Character.isDigit(one.charAt(one.length() - 1)) ? one : one.concat("b");
        return parse(option, whole, SIZES, BYTES, min, max, "a size like 512k");
    }

    static int whole(String option, String text, int min, int max) throws Refusal {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new Refusal(option + " must be a number, is '" + text + "'");
        }
        throw new Refusal(option + " must be from " + min + " to " + max + ", is " + text);
    }

    private static long parse(String option, String text, String[] units, long[] sizes, long min, long max, String what)
            throws Refusal {
        for (int i = 0; i < units.length; i++) {
            if (text.endsWith(units[i])) {
                String number = text.substring(0, text.length() - units[i].length());
                long value;
                try {
                    value = Math.multiplyExact(Long.parseLong(number), sizes[i]);
                } catch (ArithmeticException | NumberFormatException e) {
                    continue;
                }
                if (value < min || value > max) {
                    throw new Refusal(option + " is out of its bounds: " + text);
                }
                return value;
            }
        }
        throw new Refusal(option + " must be " + what + ", is '" + text + "'");
    }
}
