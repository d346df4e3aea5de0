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

/** Draws the table of what each way of profiling costs from what the benchmark has written. */
final class OverheadTable {
    static final String START = "<!-- overhead:start -->";
    static final String END = "<!-- overhead:end -->";

    private OverheadTable() {}

    /** Puts the table between the two markers of a document. */
    static void rewrite(Path document, Path results) throws IOException {
        String table = markdown(Csv.read(results.resolve("profile-summary.csv")).rows());
        String text = Files.readString(document, StandardCharsets.UTF_8);
        int start = text.indexOf(START);
        int end = text.indexOf(END);
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no lines " + START + " and " + END + " in " + document);
        }
        Files.writeString(
                document,
                text.substring(0, start + START.length()) + "\n" + table + text.substring(end),
                StandardCharsets.UTF_8);
    }

    /** One line for each mode, the cells in the order of the JDKs. */
    static String markdown(List<Map<String, String>> rows) {
        Map<String, List<Map<String, String>>> byMode = new LinkedHashMap<>();
        TreeSet<String> measured = new TreeSet<>();
        for (Map<String, String> row : rows) {
            byMode.computeIfAbsent(row.get("mode"), mode -> new ArrayList<>()).add(row);
            measured.add("`" + row.get("commit") + "` on " + row.get("date").substring(0, 10));
        }
        StringBuilder out = new StringBuilder("| mode | JDK | throughput | CPU per request | memory | pairs |\n");
        out.append("|---|---|---|---|---|---|\n");
        byMode.forEach((mode, same) -> {
            List<String> jdks = new ArrayList<>();
            List<String> throughput = new ArrayList<>();
            List<String> cpu = new ArrayList<>();
            List<String> memory = new ArrayList<>();
            List<String> pairs = new ArrayList<>();
            for (Map<String, String> row : same) {
                jdks.add(row.get("jdk"));
                throughput.add(signed(row.get("throughput_percent")) + " ± "
                        + unsigned(row.get("throughput_error_percent")) + " %");
                cpu.add(signed(row.get("cpu_percent")) + " %");
                memory.add(signed(row.get("rss_mib")) + " MiB");
                pairs.add(row.get("pairs"));
            }
            out.append("| ").append(mode);
            for (List<String> cells : List.of(jdks, throughput, cpu, memory, pairs)) {
                out.append(" | ").append(String.join(" / ", cells));
            }
            out.append(" |\n");
        });
        return out.append("\nMeasured with ")
                .append(String.join(", ", measured))
                .append(".\n")
                .toString();
    }

    private static String signed(String number) {
        return String.format(Locale.ROOT, "%+.1f", Double.parseDouble(number));
    }

    private static String unsigned(String number) {
        return String.format(Locale.ROOT, "%.1f", Double.parseDouble(number));
    }
}
