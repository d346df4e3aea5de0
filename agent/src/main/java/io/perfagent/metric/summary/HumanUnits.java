package io.perfagent.metric.summary;

/** Numbers in three significant digits, in ASCII and in the same form in every locale. */
final class HumanUnits {
    private static final String[] UNITS = {"ns", "us", "ms", "s"};
    private static final double[] UNIT_NANOS = {1, 1e3, 1e6, 1e9};
    private static final double MINUTE_NANOS = 60e9;
    private static final double HOUR_NANOS = 3600e9;

    private HumanUnits() {}

    /** A duration such as {@code 1.25 ms} or {@code 3.4 min}; {@code -} for a negative one, which stands for unknown. */
    static String duration(long nanos) {
        if (nanos < 0) {
            return "-";
        }
        if (nanos >= HOUR_NANOS) {
            return number(nanos / HOUR_NANOS) + " h";
        }
        if (nanos >= MINUTE_NANOS) {
            return number(nanos / MINUTE_NANOS) + " min";
        }
        int unit = 0;
        // 999.5 would be shown as 1000.
        while (unit < UNITS.length - 1 && nanos / UNIT_NANOS[unit] >= 999.5) {
            unit++;
        }
        return (unit == 0 ? Long.toString(nanos) : number(nanos / UNIT_NANOS[unit])) + ' ' + UNITS[unit];
    }

    /** A number of at least 0: up to two decimals below 10, one below 100, none above. */
    static String number(double value) {
        if (value < 9.995) {
            return decimals(value, 100);
        }
        return value < 99.95 ? decimals(value, 10) : Long.toString(Math.round(value));
    }

    /** A share as a percentage; never {@code 0%} for a part above 0, nor {@code 100%} for less than all. */
    static String share(long part, long whole) {
        if (part <= 0 || whole <= 0) {
            return "0%";
        }
        if (part >= whole) {
            return "100%";
        }
        double percent = 100.0 * part / whole;
        if (percent < 0.01) {
            return "<0.01%";
        }
        return percent >= 99.95 ? ">99.9%" : number(percent) + '%';
    }

    private static String decimals(double value, int scale) {
        long scaled = Math.round(value * scale);
        StringBuilder text = new StringBuilder(8).append(scaled / scale).append('.');
        if (scale == 100 && scaled % scale < 10) {
            text.append('0');
        }
        return text.append(scaled % scale).toString();
    }
}
