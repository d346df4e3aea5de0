package io.perfagent.it.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Differences we stand by, each with its reason. A line of the file is
 *
 * <pre>
 * - pattern ;; reason       only OpenTelemetry's agent says this
 * + pattern ;; reason       only ours says this
 * </pre>
 *
 * where {@code *} in the pattern stands for any characters; {@code #} begins a comment line. A line that no difference
 * matches is as much a failure as a difference that no line matches: what has been mended must not stay excused.
 */
final class AcceptedDifferences {
    private record Line(String text, Pattern pattern) {}

    private final List<Line> lines = new ArrayList<>();

    /** @throws IllegalArgumentException on a line that is not of the form above */
    static AcceptedDifferences parse(List<String> text) {
        AcceptedDifferences accepted = new AcceptedDifferences();
        for (String line : text) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int reason = line.indexOf(" ;; ");
            boolean signed = line.startsWith("- ") || line.startsWith("+ ");
            if (!signed || reason < 3 || line.substring(reason + 4).isBlank()) {
                throw new IllegalArgumentException("not '- pattern ;; reason' or '+ pattern ;; reason': " + line);
            }
            accepted.lines.add(new Line(line, pattern(line.substring(0, reason).stripTrailing())));
        }
        return accepted;
    }

    static AcceptedDifferences read(Path file) {
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        for (String part : glob.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** What is wrong between the two: differences without a line, then lines without a difference. */
    List<String> judge(SortedSet<String> theirs, SortedSet<String> ours) {
        Set<Line> unused = new LinkedHashSet<>(lines);
        List<String> wrong = new ArrayList<>();
        for (String difference : differences(theirs, ours)) {
            boolean excused = false;
            for (Line line : lines) {
                if (line.pattern().matcher(difference).matches()) {
                    excused = true;
                    unused.remove(line);
                }
            }
            if (!excused) {
                wrong.add(difference);
            }
        }
        unused.forEach(line -> wrong.add("accepted, but no longer so: " + line.text()));
        return wrong;
    }

    /**
     * {@code - fact} where only they have it, {@code + fact} where only we do, in the order of the facts. Where a span or
     * a metric is missing altogether, that is one difference, and what would be said about it is none.
     */
    static List<String> differences(SortedSet<String> theirs, SortedSet<String> ours) {
        SortedSet<String> all = new TreeSet<>(theirs);
        all.addAll(ours);
        List<String> differences = new ArrayList<>();
        for (String fact : all) {
            if (!ours.contains(fact) && !isAbout(fact, theirs, ours)) {
                differences.add("- " + fact);
            } else if (!theirs.contains(fact) && !isAbout(fact, ours, theirs)) {
                differences.add("+ " + fact);
            }
        }
        return differences;
    }

    /** Whether {@code fact} is about something that only one side has. */
    private static boolean isAbout(String fact, SortedSet<String> having, SortedSet<String> lacking) {
        for (int i = 1; i < fact.length() - 2; i++) {
            if (fact.startsWith(" | ", i) || fact.startsWith(" > ", i)) {
                String named = fact.substring(0, i);
                if (having.contains(named) && !lacking.contains(named)) {
                    return true;
                }
            }
        }
        return false;
    }
}
