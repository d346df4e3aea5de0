package io.perfagent.metric.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.metric.OperationKinds;
import io.perfagent.metric.OperationSnapshot;
import io.perfagent.metric.StatusClasses;
import io.perfagent.metric.Window;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    private static OperationSnapshot operation(
            int kind, String name, long count, long errors, long total, long p50, long p95, long p99, long max) {
        return new OperationSnapshot(
                kind,
                name,
                Window.SINCE_START,
                10,
                count,
                errors,
                total,
                count,
                p50,
                p50,
                p95,
                p99,
                p99,
                max,
                StatusClasses.NONE);
    }

    private static OperationSnapshot plain(int kind, String name, long total) {
        return operation(kind, name, 1, 0, total, total, total, total, total);
    }

    @Test
    void columnsAreAlignedAcrossKindsAndTheCostliestComesFirst() {
        String table = Summary.render(List.of(
                operation(
                        OperationKinds.DATABASE,
                        "SELECT item",
                        30_000,
                        0,
                        9_000 * MILLI,
                        250 * MICRO,
                        MILLI,
                        2 * MILLI,
                        41 * MILLI),
                operation(OperationKinds.HTTP_SERVER, "GET /cheap", 5, 0, 5 * MILLI, MILLI, MILLI, MILLI, MILLI),
                operation(
                        OperationKinds.HTTP_SERVER,
                        "GET /owners/{id}",
                        1_234,
                        12,
                        12_340 * MILLI,
                        9_876 * MICRO,
                        25 * MILLI,
                        100 * MILLI,
                        1_500 * MILLI),
                operation(OperationKinds.TASK, "unused", 0, 0, 0, -1, -1, -1, 0)));
        assertThat(table).isEqualTo("""
                        operation           count  rate/s      p50      p95      p99      max  errors
                        HTTP server
                          GET /owners/{id}   1234     123  9.88 ms  25.0 ms   100 ms   1.50 s   0.97%
                          GET /cheap            5    0.50  1.00 ms  1.00 ms  1.00 ms  1.00 ms      0%
                        database
                          SELECT item       30000    3000   250 us  1.00 ms  2.00 ms  41.0 ms      0%
                        """);
    }

    @Test
    void nothingMeasuredIsNoTable() {
        assertThat(Summary.render(List.of())).isEmpty();
        assertThat(Summary.render(List.of(operation(0, "a", 0, 0, 0, -1, -1, -1, 0))))
                .isEmpty();
    }

    @Test
    void twentyRowsPerKindAreShownAndTheOthersCounted() {
        List<OperationSnapshot> operations = new ArrayList<>();
        for (int i = 1; i <= 25; i++) {
            operations.add(plain(OperationKinds.REDIS, "COMMAND" + i, i * MILLI));
            operations.add(plain(OperationKinds.SPAN, "span" + i, MILLI));
        }
        List<String> lines = Summary.render(operations).lines().toList();
        assertThat(lines).hasSize(1 + 2 * (1 + 20 + 1));
        assertThat(lines.get(2)).startsWith("  COMMAND25 ");
        assertThat(lines.get(21)).startsWith("  COMMAND6 ");
        assertThat(lines.get(22)).isEqualTo("  ... 5 more");
        assertThat(lines.get(24)).as("equal times by name").startsWith("  span1 ");
        assertThat(lines.get(25)).startsWith("  span10 ");
    }

    @Test
    void namesCannotBreakTheTable() {
        String table = Summary.render(List.of(
                plain(0, "evil\n\u001b[2J\u00e9\t", MILLI),
                plain(0, "x".repeat(61), 3 * MILLI),
                plain(0, "y".repeat(60), 2 * MILLI)));
        List<String> lines = table.lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(2)).startsWith("  " + "x".repeat(57) + "... ");
        assertThat(lines.get(3)).startsWith("  " + "y".repeat(60) + " ");
        assertThat(lines.get(4)).startsWith("  evil??[2J?? ");
        assertThat(table).matches("[ -~\n]*");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, -",
        "0, 0 ns",
        "999, 999 ns",
        "1000, 1.00 us",
        "1234, 1.23 us",
        "9994, 9.99 us",
        "9995, 10.0 us",
        "99949, 99.9 us",
        "99950, 100 us",
        "999499, 999 us",
        "999500, 1.00 ms",
        "1500000, 1.50 ms",
        "1050000, 1.05 ms",
        "999500000, 1.00 s",
        "59900000000, 59.9 s",
        "60000000000, 1.00 min",
        "3599000000000, 60.0 min",
        "3600000000000, 1.00 h",
        "36000000000000, 10.0 h",
    })
    void durationsAreInHumanUnits(long nanos, String text) {
        assertThat(HumanUnits.duration(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0%",
        "0, 5, 0%",
        "5, 5, 100%",
        "1, 2, 50.0%",
        "1, 100, 1.00%",
        "1, 1000000, <0.01%",
        "999999, 1000000, >99.9%",
        "995, 1000, 99.5%",
    })
    void sharesNeverHideAFailure(long part, long whole, String text) {
        assertThat(HumanUnits.share(part, whole)).isEqualTo(text);
    }
}
