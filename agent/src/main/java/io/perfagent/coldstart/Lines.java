package io.perfagent.coldstart;

/**
 * Lines in columns, by the few conversions of {@link java.util.Formatter} that reports need ({@code %s}, {@code %d}, {@code %.1f},
 * a width, {@code -}, {@code %%}): that one costs a start tens of milliseconds where nobody else has loaded it.
 */
final class Lines {
    private Lines() {}

    /** Appends one line, without blanks at its end. */
    static void append(StringBuilder out, String format, Object... arguments) {
        int begin = out.length();
        int next = 0;
        int at = 0;
        for (int mark = format.indexOf('%'); mark >= 0; mark = format.indexOf('%', at)) {
            out.append(format, at, mark);
            int conversion = mark + 1;
            while (isFlag(format.charAt(conversion))) {
                conversion++;
            }
            if (format.charAt(conversion) == '%') {
                out.append('%');
            } else {
                pad(
                        out,
                        text(format.charAt(conversion), precision(format, mark, conversion), arguments[next++]),
                        width(format, mark, conversion));
            }
            at = conversion + 1;
        }
        out.append(format, at, format.length());
        int end = out.length();
        while (end > begin && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        out.append('\n');
    }

    private static boolean isFlag(char c) {
        return c == '-' || c == '.' || c >= '0' && c <= '9';
    }

    private static int precision(String format, int mark, int conversion) {
        int point = format.indexOf('.', mark);
        return point < 0 || point > conversion ? 0 : Integer.parseInt(format, point + 1, conversion, 10);
    }

    /** Below zero: on the left. */
    private static int width(String format, int mark, int conversion) {
        int point = format.indexOf('.', mark);
        int end = point < 0 || point > conversion ? conversion : point;
        return mark + 1 == end ? 0 : Integer.parseInt(format, mark + 1, end, 10);
    }

    private static String text(char conversion, int precision, Object argument) {
        return switch (conversion) {
            case 's' -> String.valueOf(argument);
            case 'd' -> Long.toString(((Number) argument).longValue());
            case 'f' -> fixed(((Number) argument).doubleValue(), precision);
            default -> throw new IllegalArgumentException("%" + conversion);
        };
    }

    private static void pad(StringBuilder out, String text, int width) {
        int blanks = Math.abs(width) - text.length();
        if (width > 0) {
            out.append(" ".repeat(Math.max(0, blanks)));
        }
        out.append(text);
        if (width < 0) {
            out.append(" ".repeat(Math.max(0, blanks)));
        }
    }

    /**
     * A number with so many digits after its point; one that is none reads so.
     *
     * @param digits 0 to 3
     */
    static String fixed(double number, int digits) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.toString(number);
        }
        long scale = 1;
        for (int i = 0; i < digits; i++) {
            scale *= 10;
        }
        long scaled = Math.round(Math.abs(number) * scale);
        String sign = number < 0 && scaled != 0 ? "-" : "";
        if (digits == 0) {
            return sign + scaled;
        }
        String fraction = Long.toString(scaled % scale);
        return sign + scaled / scale + "." + "0".repeat(digits - fraction.length()) + fraction;
    }
}
