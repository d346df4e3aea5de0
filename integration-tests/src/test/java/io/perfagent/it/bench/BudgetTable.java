package io.perfagent.it.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

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

    /** The rows of summaries as a Markdown table, and when they were measured. */
    static String markdown(List<Map<String, String>> rows) {
        StringBuilder out = new StringBuilder();
        out.append("| what | JDK | no agent | perf-agent | compared with | added | ratio | budget | met |\n");
        out.append("|---|---|---|---|---|---|---|---|---|\n");
        TreeSet<String> measured = new TreeSet<>();
        for (Map<String, String> row : rows) {
            String unit = row.get("unit");
            String compared = quantity(row.get("compared"), unit);
            String other = row.get("compared_with");
            out.append("| ").append(row.get("what"));
            out.append(" | ").append(row.get("jdk"));
            out.append(" | ").append(quantity(row.get("none"), unit));
            out.append(" | ").append(quantity(row.get("ours"), unit));
            out.append(" | ").append(other.isEmpty() ? "" : name(other) + ": " + compared);
            out.append(" | ").append(added(row));
            out.append(" | ").append(fixed(row.get("ratio"), 2, " x"));
            out.append(" | ").append(row.get("budget").replace("<=", "≤").replace(" x", " ×"));
            out.append(" | ").append(row.get("met")).append(" |\n");
            measured.add("`" + row.get("commit") + "` on " + row.get("date").substring(0, 10));
        }
        out.append("\nMeasured at ").append(String.join(", ", measured)).append(". ");
        out.append(
                "*added*: what perf-agent adds as a share of what the other agent adds; *ratio*: against no agent.\n");
        return out.toString();
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
