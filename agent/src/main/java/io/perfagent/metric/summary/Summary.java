package io.perfagent.metric.summary;

import io.perfagent.metric.OperationKinds;
import io.perfagent.metric.OperationSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Renders operations as a table of aligned ASCII columns, grouped by kind, the most total time first. */
public final class Summary {
    private static final int MAX_ROWS_PER_KIND = 20;
    private static final int MAX_NAME_CHARS = 60;
    private static final String INDENT = "  ";
    private static final String GAP = "  ";
    private static final String[] HEADER = {
        "operation", "count", "rate/s", "p50", "p95", "p99", "max", "errors",
    };
    private static final Comparator<OperationSnapshot> BY_TOTAL_TIME = new ByTotalTime();

    private Summary() {}

    /** The table, every line ended by {@code \n}; empty when no operation has a call. */
    public static String render(List<OperationSnapshot> operations) {
        List<String[]> lines = new ArrayList<>();
        lines.add(HEADER);
        for (int kind = 0; kind < OperationKinds.COUNT; kind++) {
            addKind(kind, operations, lines);
        }
        return lines.size() == 1 ? "" : align(lines);
    }

    /** Adds a line for the kind and one for each operation; a line of one column is text. */
    private static void addKind(int kind, List<OperationSnapshot> operations, List<String[]> lines) {
        List<OperationSnapshot> rows = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            OperationSnapshot operation = operations.get(i);
            if (operation.kind() == kind && operation.count() > 0) {
                rows.add(operation);
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        rows.sort(BY_TOTAL_TIME);
        lines.add(new String[] {OperationKinds.name(kind)});
        int shown = Math.min(rows.size(), MAX_ROWS_PER_KIND);
        for (int i = 0; i < shown; i++) {
            lines.add(columns(rows.get(i)));
        }
        if (rows.size() > shown) {
            lines.add(new String[] {INDENT + "... " + (rows.size() - shown) + " more"});
        }
    }

    private static String[] columns(OperationSnapshot operation) {
        return new String[] {
            INDENT + printable(operation.name()),
            Long.toString(operation.count()),
            HumanUnits.number(operation.ratePerSecond()),
            HumanUnits.duration(operation.p50Nanos()),
            HumanUnits.duration(operation.p95Nanos()),
            HumanUnits.duration(operation.p99Nanos()),
            HumanUnits.duration(operation.maxNanos()),
            HumanUnits.share(operation.errors(), operation.count()),
        };
    }

    /** Names come from the application: nothing in them may move the cursor or break the columns. */
    private static String printable(String name) {
        int shown = name.length() <= MAX_NAME_CHARS ? name.length() : MAX_NAME_CHARS - 3;
        StringBuilder text = new StringBuilder(MAX_NAME_CHARS);
        for (int i = 0; i < shown; i++) {
            char c = name.charAt(i);
            text.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        if (shown < name.length()) {
            text.append("...");
        }
        return text.toString();
    }

    private static String align(List<String[]> lines) {
        int[] widths = new int[HEADER.length];
        for (int i = 0; i < lines.size(); i++) {
            String[] line = lines.get(i);
            for (int column = 0; line.length > 1 && column < line.length; column++) {
                widths[column] = Math.max(widths[column], line[column].length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String[] line = lines.get(i);
            table.append(line[0]);
            if (line.length > 1) {
                pad(table, widths[0] - line[0].length());
            }
            for (int column = 1; column < line.length; column++) {
                table.append(GAP);
                pad(table, widths[column] - line[column].length());
                table.append(line[column]);
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static void pad(StringBuilder text, int spaces) {
        for (int i = 0; i < spaces; i++) {
            text.append(' ');
        }
    }

    private static final class ByTotalTime implements Comparator<OperationSnapshot> {
        @Override
        public int compare(OperationSnapshot a, OperationSnapshot b) {
            int byTime = Long.compare(b.totalNanos(), a.totalNanos());
            return byTime != 0 ? byTime : a.name().compareTo(b.name());
        }
    }
}
