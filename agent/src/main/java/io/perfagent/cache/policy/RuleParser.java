package io.perfagent.cache.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one rule. Used once. */
final class RuleParser {
    private static final int MAX_TARGET_CHARS = 512;
    private static final int MAX_KEY_COLUMNS = 8;

    private final String text;
    private String objection = "";
    private long ttlMillis = -1;
    private List<String> keyColumns = List.of();
    private boolean soleWriter;
    private boolean negative;
    private boolean versioned;

    RuleParser(String text) {
        this.text = text;
    }

    /** Why {@link #parse} has given null: what follows the rule's text and a colon. */
    String objection() {
        return objection;
    }

    private @Nullable CacheRule refuse(String why) {
        objection = why;
        return null;
    }

    @Nullable
    CacheRule parse() {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon).trim();
        if (!kind.equals("sql") && !kind.equals("redis")) {
            return refuse("does not begin with sql: or redis:");
        }
        int equals = text.startsWith("\"", skipBlanks(colon + 1)) ? afterQuotes(colon + 1) : lastBeforeLevel(colon + 1);
        if (equals < 0) {
            return refuse("has no =dedupe, =micro, =tracked or =static after its target");
        }
        String target = unquoted(text.substring(colon + 1, equals).trim());
        CacheLevel level = CacheLevel.of(word(equals + 1));
        if (level == null) {
            return refuse("has no =dedupe, =micro, =tracked or =static after its target");
        }
        if (target.isEmpty() || target.length() > MAX_TARGET_CHARS) {
            return refuse(
                    "has a target of " + target.length() + " characters; 1 to " + MAX_TARGET_CHARS + " are right");
        }
        if (kind.equals("sql") && target.startsWith("#") && !isId(target)) {
            return refuse("names an id that is none: one is # and " + CacheRules.ID_DIGITS
                    + " digits, as adapt list shows it");
        }
        boolean prefix = kind.equals("redis") && target.endsWith("*");
        String literal = prefix ? target.substring(0, target.length() - 1) : target;
        if (literal.indexOf('*') >= 0) {
            return refuse(
                    kind.equals("sql")
                            ? "has a * in its target: a query summary, or #id of one text, is named in full"
                            : "has a * before its end: a literal prefix may end with one");
        }
        if (literal.isEmpty()) {
            return refuse("would hold for every key: name a prefix");
        }
        int options = text.indexOf(',', equals);
        String wrong = options < 0 ? null : options(text.substring(options + 1), level, kind);
        if (wrong != null) {
            return refuse(wrong);
        }
        if (level == CacheLevel.DEDUPE && kind.equals("redis")) {
            return refuse("has level dedupe, which is for SQL");
        }
        long ttl = ttlMillis < 0 ? level.ttlMillis() : ttlMillis;
        return new CacheRule(text, kind, literal, prefix, level, ttl, keyColumns, soleWriter, negative, versioned);
    }

    private static boolean isId(String target) {
        boolean digits = target.length() == 1 + CacheRules.ID_DIGITS;
        for (int i = 1; i < target.length(); i++) {
            char c = target.charAt(i);
            digits &= c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        }
        return digits;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private int afterQuotes(int from) {
        int close = text.indexOf('"', skipBlanks(from) + 1);
        int at = close < 0 ? text.length() : skipBlanks(close + 1);
        return at < text.length() && text.charAt(at) == '=' ? at : -1;
    }

    private int lastBeforeLevel(int from) {
        for (int at = text.length() - 1; at >= from; at--) {
            if (text.charAt(at) == '=' && CacheLevel.of(word(at + 1)) != null) {
                return at;
            }
        }
        return -1;
    }

    /** What is from there to the next comma, or to the end. */
    private String word(int from) {
        int end = text.indexOf(',', from);
        return text.substring(from, end < 0 ? text.length() : end).trim();
    }

    private static String unquoted(String target) {
        return target.length() > 1 && target.startsWith("\"") && target.endsWith("\"")
                ? target.substring(1, target.length() - 1)
                : target;
    }

    private @Nullable String options(String rest, CacheLevel level, String kind) {
        int from = 0;
        while (from <= rest.length()) {
            int comma = rest.indexOf(',', from);
            String option =
                    rest.substring(from, comma < 0 ? rest.length() : comma).trim();
            String wrong = option(option, level, kind);
            if (wrong != null || comma < 0) {
                return wrong;
            }
            from = comma + 1;
        }
        return null;
    }

    private @Nullable String option(String option, CacheLevel level, String kind) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals).trim();
        String value = equals < 0 ? "" : option.substring(equals + 1).trim();
        switch (name) {
            case "ttl":
                ttlMillis = Durations.parse(value);
                if (ttlMillis < 0) {
                    return "ttl=" + value + " is no duration, such as 500ms, 2s, 10m or 1h";
                }
                return ttlMillis > level.maxTtlMillis()
                        ? "ttl=" + value + " is more than " + level.text() + " allows, "
                                + Durations.say(level.maxTtlMillis())
                        : null;
            case "key":
                return key(value, kind);
            case "sole-writer":
                soleWriter = true;
                return equals < 0 ? null : "sole-writer takes no value";
            case "negative":
                negative = true;
                return equals < 0 ? null : "negative takes no value";
            case "versioned":
                versioned = true;
                return !kind.equals("sql") ? "versioned is for SQL" : equals < 0 ? null : "versioned takes no value";
            default:
                return "'" + option + "' is none of ttl=, key=, sole-writer, negative, versioned";
        }
    }

    private @Nullable String key(String value, String kind) {
        List<String> columns = new ArrayList<>();
        int from = 0;
        while (from <= value.length()) {
            int plus = value.indexOf('+', from);
            String column =
                    value.substring(from, plus < 0 ? value.length() : plus).trim();
            if (column.isEmpty() || columns.size() == MAX_KEY_COLUMNS) {
                return "key=" + value + " names no columns, such as key=id or key=order_id+line";
            }
            columns.add(column.toLowerCase(Locale.ROOT)); // as they are found in texts
            if (plus < 0) {
                break;
            }
            from = plus + 1;
        }
        keyColumns = List.copyOf(columns);
        return kind.equals("sql") ? null : "key= is for SQL";
    }
}
