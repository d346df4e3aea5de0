package io.perfagent.profile.finding;

/** Figures as they are read, the same in every locale. */
public final class Wording {
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Wording() {}

    /** A share of 1 in percent, with a decimal below ten. */
    public static String percent(double share) {
        double percent = share * 100;
        return (percent < 9.95 || (percent > 99 && percent < 99.95) ? decimal(percent, 10) : Math.round(percent) + "")
                + " %";
    }

    /** Three digits or so. */
    public static String number(double value) {
        return value < 9.995 ? decimal(value, 100) : value < 99.95 ? decimal(value, 10) : Math.round(value) + "";
    }

    /** A size, or a rate without its per second. */
    public static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1000 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return number(value) + ' ' + BYTE_UNITS[unit];
    }

    /** Nanoseconds as milliseconds. */
    public static String millis(long nanos) {
        return number(nanos / 1e6) + " ms";
    }

    /** Seconds, minutes, hours or days. */
    public static String time(double seconds) {
        if (seconds < 100) {
            return number(seconds) + " s";
        }
        if (seconds < 6000) {
            return number(seconds / 60) + " min";
        }
        return seconds < 172_800 ? number(seconds / 3600) + " h" : number(seconds / 86_400) + " days";
    }

    private static String decimal(double value, int scale) {
        long scaled = Math.round(Math.abs(value) * scale);
        StringBuilder text = new StringBuilder(value < 0 && scaled > 0 ? "-" : "");
        text.append(scaled / scale).append('.');
        if (scale == 100 && scaled % scale < 10) {
            text.append('0');
        }
        return text.append(scaled % scale).toString();
    }
}
