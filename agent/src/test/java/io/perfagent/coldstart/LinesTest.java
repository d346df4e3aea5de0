package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** As the JDK's formatter would have it. */
class LinesTest {
    private static void assertAsFormatter(String format, Object... arguments) {
        StringBuilder out = new StringBuilder("before  ");
        Lines.append(out, format, arguments);
        assertThat(out.toString())
                .isEqualTo("before  "
                        + String.format(Locale.ROOT, format, arguments).stripTrailing() + "\n");
    }

    @Test
    void texts_and_numbers_stand_in_their_columns() {
        assertAsFormatter("");
        assertAsFormatter("  nothing to fill in  ");
        assertAsFormatter("  %-56s %9s %9s %9s", "bean prices", "402 ms", "402 ms", "not measured");
        assertAsFormatter("%-4s|%4s|%s", "too long", "too long", "");
        assertAsFormatter("  classes: %d parsed, %8d shared", 12, 3_000_000_000L);
        assertAsFormatter("  %7.0f ms %4.0f %%  %s", 12.34, 99.9, "100 %");
        assertAsFormatter("%s and a blank at the end   ", "x");
    }

    @Test
    void numbers_are_rounded() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            double number = random.nextDouble() * Math.pow(10, random.nextInt(9));
            assertAsFormatter("%.0f %.1f %.2f", number, number, number);
        }
        assertThat(Lines.fixed(0.05, 1)).isEqualTo("0.1");
        assertThat(Lines.fixed(1.04, 1)).isEqualTo("1.0");
        assertThat(Lines.fixed(9.96, 1)).isEqualTo("10.0");
        assertAsFormatter("%.0f %.1f", Double.NaN, Double.POSITIVE_INFINITY);
        assertThat(Lines.fixed(-1.5, 2)).isEqualTo("-1.50");
        assertThat(Lines.fixed(-0.2, 0)).as("not -0").isEqualTo("0");
    }
}
