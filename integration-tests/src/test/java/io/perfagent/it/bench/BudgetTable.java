package io.perfagent.it.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Draws the README's table of budgets from the summaries that the benchmarks have written. */
public final class BudgetTable {
    static final String START = "<!-- budgets:start -->";
    static final String END = "<!-- budgets:end -->";
    private static final List<String> SUMMARIES = List.of("start-summary.csv", "requests-summary.csv");

    private BudgetTable() {}

    /** Rewrites a document; arguments: the document, the directory of the summaries. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("arguments: document, directory of the summaries");
        }
        rewrite(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    /** Puts the table between the two markers of a document; a missing summary leaves its rows out. */
    static void rewrite(Path document, Path results) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String name : SUMMARIES) {
            Path summary = results.resolve(name);
            if (Files.exists(summary)) {
                rows.addAll(Csv.read(summary).rows());
            } else {
                System.err.println("no " + summary + ": its rows are left out");
            }
        }
        if (rows.isEmpty()) {
            throw new IOException("no summary in " + results);
        }
        String text = Files.readString(document, StandardCharsets.UTF_8);
        Files.writeString(document, inserted(text, markdown(rows)), StandardCharsets.UTF_8);
    }

    /** The text with {@code table} between the markers, in place of what was there. */
    static String inserted(String text, String table) {
        int start = text.indexOf(START);
        int end = text.indexOf(END);
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no lines " + START + " and " + END + " in the document");
        }
        return text.substring(0, start + START.length()) + "\n" + table + text.substring(end);
    }

    /**
     * The rows of summaries that have a budget as a Markdown table, and when they were measured. What was measured on
     * several JDKs is one row, its cells in the order of the JDKs; the rest is in the summaries.
     */
    static String markdown(List<Map<String, String>> rows) {
        Map<String, List<Map<String, String>>> byWhat = new LinkedHashMap<>();
        TreeSet<String> measured = new TreeSet<>();
        for (Map<String, String> row : rows) {
            if (!row.get("budget").isEmpty()) {
                byWhat.computeIfAbsent(row.get("what"), what -> new ArrayList<>())
                        .add(row);
            }
            measured.add("`" + row.get("commit") + "` on " + row.get("date").substring(0, 10));
        }
        StringBuilder out = new StringBuilder();
        out.append("| what | JDK | no agent | perf-agent | compared with | added | ratio | budget | met |\n");
        out.append("|---|---|---|---|---|---|---|---|---|\n");
        byWhat.forEach((what, same) -> {
            out.append("| ").append(what);
            out.append(" | ").append(cells(same, row -> row.get("jdk")));
            out.append(" | ").append(cells(same, row -> quantity(row.get("none"), row.get("unit"))));
            out.append(" | ").append(cells(same, row -> quantity(row.get("ours"), row.get("unit"))));
            out.append(" | ").append(cells(same, BudgetTable::compared));
            out.append(" | ").append(cells(same, BudgetTable::added));
            out.append(" | ").append(cells(same, row -> fixed(row.get("ratio"), 2, " x")));
            out.append(" | ").append(cells(same, BudgetTable::budget));
            out.append(" | ").append(cells(same, row -> row.get("met"))).append(" |\n");
        });
        out.append("\nMeasured at ").append(String.join(", ", measured)).append(". ");
        out.append(
                "*added*: what perf-agent adds as a share of what the other agent adds; *ratio*: against no agent.\n");
        return out.toString();
    }

    /** A cell for each row, in order; once, where all are the same. */
    private static String cells(List<Map<String, String>> rows, Function<Map<String, String>, String> cell) {
        List<String> cells = rows.stream().map(cell).toList();
        return cells.stream().distinct().count() == 1 ? cells.get(0) : String.join(" / ", cells);
    }

    private static String compared(Map<String, String> row) {
        String other = row.get("compared_with");
        return other.isEmpty() ? "" : name(other) + ": " + quantity(row.get("compared"), row.get("unit"));
    }

    private static String budget(Map<String, String> row) {
        return row.get("budget").replace("<=", "≤").replace(" x", " ×");
    }

    private static String added(Map<String, String> row) {
        String error = row.get("added_error_percent");
        return fixed(row.get("added_percent"), 1, error.isEmpty() ? " %" : " ± " + fixed(error, 1, " %"));
    }

    private static String name(String variant) {
        return switch (variant) {
            case "opentelemetry" -> "OpenTelemetry";
            case "elastic" -> "Elastic";
            case "empty-agent" -> "empty agent";
            default -> variant;
        };
    }

    private static String quantity(String cell, String unit) {
        if (cell.isEmpty()) {
            return "";
        }
        double value = Double.parseDouble(cell);
        return switch (unit) {
            case "ms" -> value >= 1000 ? fixed(value / 1000, 2) + " s" : fixed(value, 0) + " ms";
            case "us" -> fixed(value, 1) + " µs";
            case "KiB" -> fixed(value / 1024, 1) + " MiB";
            case "MB" -> fixed(value, 1) + " MB";
            case "bytes" -> value >= 10_000 ? fixed(value / 1024, 1) + " KiB" : fixed(value, 0) + " B";
            case "spans" -> fixed(value, 2);
            default -> fixed(value, 0);
        };
    }

    private static String fixed(String cell, int digits, String suffix) {
        return cell.isEmpty() ? "" : fixed(Double.parseDouble(cell), digits) + suffix;
    }

    private static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
