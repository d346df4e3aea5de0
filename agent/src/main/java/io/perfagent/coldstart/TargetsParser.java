package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the phases that have targets from a setting's text:
 *
 * <pre>{@code
 * text    = "off" | phase { (";" | "|") phase }
 * phase   = "default" | name "=" figure [ "/" figure [ "/" figure ]] { " " option }
 * figure  = milliseconds [ "ms" ] | seconds "s" | "-"
 * option  = "from:" point | "to:" point | "of:" kind [ ":" prefix ] | "priority:" priority | "timeout:" figure
 *         | "after:" name { "," name }
 * }</pre>
 *
 * A phase that is wrong is left out with one line; the rest stands. Pure.
 */
public final class TargetsParser {
    /** Most phases; those beyond it are left out. */
    public static final int MAX_PHASES = 32;

    private static final int MAX_NAME_CHARS = 40;
    private static final double MAX_MILLIS = 86_400_000;
    private static final String DEFAULTS =
            "total=200/500/1000 priority:optional;critical=100/200/500 priority:critical;"
                    + "ready=150/300/800 priority:essential";

    private final String setting;
    private final List<String> problems;
    private final Map<String, TargetPhase> phases = new LinkedHashMap<>();

    private TargetsParser(String setting, List<String> problems) {
        this.setting = setting;
        this.problems = problems;
    }

    /**
     * @param setting its name, for the lines
     * @param problems to which a line is added for each phase that is wrong
     * @return the right ones, in order; empty when it is off
     */
    public static List<TargetPhase> parse(String setting, String text, List<String> problems) {
        TargetsParser parser = new TargetsParser(setting, problems);
        if (!text.trim().equals("off")) {
            parser.phases(text);
            parser.checkAfter();
        }
        return List.copyOf(parser.phases.values());
    }

    private void phases(String text) {
        for (String one : split(text.replace('|', ';'), ';')) {
            if (one.equals("default")) {
                phases(DEFAULTS);
                continue;
            }
            try {
                TargetPhase phase = phase(one);
                if (phases.size() >= MAX_PHASES && !phases.containsKey(phase.name())) {
                    throw new IllegalArgumentException("there are " + MAX_PHASES + " already");
                }
                phases.put(phase.name(), phase);
            } catch (IllegalArgumentException e) {
                problems.add(setting + ": '" + shown(one) + "' is left out: " + e.getMessage());
            }
        }
    }

    private static TargetPhase phase(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? "" : text.substring(0, equals).trim();
        check(isName(name), "it must be name=target/p95/max, the name of a-z, 0-9, '.', '_' and '-'");
        List<String> parts = split(text.substring(equals + 1), ' ');
        List<String> figures = split(parts.isEmpty() ? "" : parts.get(0), '/');
        check(!figures.isEmpty() && figures.size() <= 3, "one to three figures must follow '=', such as 150/300/800");
        boolean builtIn =
                name.equals(TargetPhase.TOTAL) || name.equals(TargetPhase.READY) || name.equals(TargetPhase.CRITICAL);
        Options options = new Options(builtIn, parts.subList(Math.min(1, parts.size()), parts.size()));
        int kind = options.kind;
        Point to = options.to;
        if (name.equals(TargetPhase.CRITICAL)) {
            kind = TargetPhase.CRITICAL_PATH;
        } else if (name.equals(TargetPhase.TOTAL)) {
            to = Point.FIRST_RESPONSE;
        } else if (kind < 0 && to == null) {
            check(builtIn || options.from != null, "where it is must be said: from:, to:, or of:");
            to = Point.READY;
        }
        return new TargetPhase(
                name,
                options.priority,
                figure(figures, 0),
                figure(figures, 1),
                figure(figures, 2),
                options.timeoutMillis >= 0 ? options.timeoutMillis : options.priority.timeoutMillis,
                options.from,
                to,
                kind,
                options.prefix,
                options.after);
    }

    private static final class Options {
        TargetPriority priority = TargetPriority.ESSENTIAL;
        long timeoutMillis = -1;

        @Nullable
        Point from;

        @Nullable
        Point to;

        int kind = TargetPhase.NO_KIND;
        String prefix = "";
        List<String> after = List.of();

        Options(boolean builtIn, List<String> options) {
            for (String option : options) {
                int colon = option.indexOf(':');
                String value = option.substring(colon + 1);
                switch (colon < 0 ? "" : option.substring(0, colon)) {
                    case "from" -> from = point(value);
                    case "to" -> to = point(value);
                    case "of" -> components(value);
                    case "priority" -> {
                        TargetPriority known = TargetPriority.of(value);
                        check(known != null, "a priority is critical, essential or optional");
                        priority = known == null ? priority : known;
                    }
                    case "timeout" -> {
                        double millis = millis(value);
                        check(millis >= 1, "a time-out is 1 ms or more");
                        timeoutMillis = (long) millis;
                    }
                    case "after" -> after = List.copyOf(split(value, ','));
                    default ->
                        throw new IllegalArgumentException(
                                "'" + shown(option) + "' is none of from:, to:, of:, priority:, timeout:, after:");
                }
            }
            boolean placed = from != null || to != null || kind >= 0;
            check(!builtIn || !placed, "where total, critical and ready are cannot be changed");
            check(kind < 0 || (from == null && to == null), "it has either points or components");
        }

        private void components(String value) {
            int colon = value.indexOf(':');
            String name = (colon < 0 ? value : value.substring(0, colon)).replace('-', ' ');
            for (int i = 0; i < Kind.count(); i++) {
                kind = Kind.name(i).equals(name) ? i : kind;
            }
            check(kind >= 0, "'" + shown(name) + "' is no kind of component");
            prefix = colon < 0 ? "" : value.substring(colon + 1);
        }
    }

    private static Point point(String value) {
        for (Point point : Point.values()) {
            if (point.title.replace(' ', '-').equalsIgnoreCase(value)) {
                return point;
            }
        }
        StringBuilder all = new StringBuilder();
        for (Point point : Point.values()) {
            all.append(all.length() == 0 ? "" : ", ").append(point.title.replace(' ', '-'));
        }
        throw new IllegalArgumentException("'" + shown(value) + "' is no point of a start; those are " + all);
    }

    private static double figure(List<String> figures, int index) {
        return index < figures.size() ? millis(figures.get(index)) : Double.NaN;
    }

    private static double millis(String text) {
        if (text.equals("-")) {
            return Double.NaN;
        }
        boolean inMillis = text.endsWith("ms");
        boolean inSeconds = !inMillis && text.endsWith("s");
        String number = text.substring(0, text.length() - (inMillis ? 2 : inSeconds ? 1 : 0));
        double value;
        try {
            value = Double.parseDouble(number) * (inSeconds ? 1000 : 1);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        check(value > 0 && value <= MAX_MILLIS, "'" + shown(text) + "' is no time such as 150, 150ms or 1.5s");
        return value;
    }

    private void checkAfter() {
        for (TargetPhase phase : phases.values()) {
            for (String other : phase.after()) {
                if (!phases.containsKey(other) || other.equals(phase.name())) {
                    problems.add(setting + ": " + phase.name() + " comes after '" + shown(other)
                            + "', which is no other phase with targets; that is not looked at");
                }
            }
        }
    }

    private static boolean isName(String name) {
        boolean right = !name.isEmpty() && name.length() <= MAX_NAME_CHARS;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            right &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        }
        return right;
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The parts that are not empty, without blanks around them. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int end = text.indexOf(separator, from);
            end = end < 0 ? text.length() : end;
            String part = text.substring(from, end).trim();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            from = end + 1;
        }
        return parts;
    }

    /** A part of a value for a line. */
    private static String shown(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 100); i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }
        return out.toString();
    }
}
