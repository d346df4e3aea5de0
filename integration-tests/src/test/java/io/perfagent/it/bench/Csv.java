package io.perfagent.it.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table as comma-separated values (RFC 4180, but with line feeds), a header first. Not thread-safe. */
final class Csv {
    private final List<String> columns;
    private final List<Map<String, String>> rows = new ArrayList<>();

    Csv(String... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row; one cell for each column, numbers as {@link #number} writes them. */
    void add(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            row.put(columns.get(i), cells[i] instanceof Double value ? number(value) : String.valueOf(cells[i]));
        }
        rows.add(row);
    }

    List<String> columns() {
        return columns;
    }

    /** Rows in order, each from column to cell. */
    List<Map<String, String>> rows() {
        return rows;
    }

    /** A number with four digits behind the point at most; empty for NaN. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return BigDecimal.valueOf(value)
                .setScale(4, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Writes the table, in place of what the file held. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        StringBuilder out = new StringBuilder();
        line(out, columns);
        for (Map<String, String> row : rows) {
            line(out, row.values());
        }
        Files.writeString(file, out, StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder out, Iterable<String> cells) {
        String separator = "";
        for (String cell : cells) {
            out.append(separator).append(quoted(cell));
            separator = ",";
        }
        out.append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.indexOf(',') < 0 && cell.indexOf('"') < 0 && cell.indexOf('\n') < 0;
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** Reads a table that {@link #write} has written. */
    static Csv read(Path file) throws IOException {
        List<List<String>> lines = parse(Files.readString(file, StandardCharsets.UTF_8));
        if (lines.isEmpty()) {
            throw new IOException(file + " has no header");
        }
        Csv table = new Csv(lines.get(0).toArray(new String[0]));
        for (List<String> cells : lines.subList(1, lines.size())) {
            table.add(cells.toArray());
        }
        return table;
    }

    private static List<List<String>> parse(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                // A doubled quote leaves and enters again, and so stands for one.
                if (!inQuotes && i > 0 && text.charAt(i - 1) == '"') {
                    cell.append('"');
                }
                inQuotes = !inQuotes;
            } else if (inQuotes || c != ',' && c != '\n') {
                cell.append(c);
            } else {
                line.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    lines.add(line);
                    line = new ArrayList<>();
                }
            }
        }
        return lines;
    }
}
