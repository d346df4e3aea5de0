package io.perfagent.cache.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operator's rules, and which one holds for a read: the longest literal match, then the stricter level. Immutable.
 *
 * <p>{@code kind:target=level[,option=value]*}; the target ends at the last {@code =} that precedes the name of a level. One
 * that has {@code ;} in it, or {@code =} and a level's name behind it, is put into double quotes.
 */
public final class CacheRules {
    /** Most rules; those beyond are said to be too many and ignored. */
    public static final int MAX = 256;

    /** Hexadecimal digits of an id: so many that of 5000 texts two share one in one process of 80 000. */
    public static final int ID_DIGITS = 10;

    /** No rule: nothing is ever served. */
    public static final CacheRules NONE = new CacheRules(List.of());

    private final List<CacheRule> rules;
    private final byte[][] targets;

    private final boolean needsChannel;

    private CacheRules(List<CacheRule> rules) {
        this.rules = List.copyOf(rules);
        boolean found = false;
        for (CacheRule rule : rules) {
            found |= rule.kind().equals("redis") && rule.needsChannel();
        }
        this.needsChannel = found;
        this.targets = new byte[rules.size()][];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = rules.get(i).target().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Rules of a setting, separated by semicolons. */
    public static CacheRules ofSetting(String name, String text, List<String> problems) {
        return parse(name, split(text), problems);
    }

    /** Rules of a file, one on a line; empty lines and lines that begin with {@code //} say nothing. */
    public static CacheRules ofFile(String name, String text, List<String> problems) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? text.length() : end).trim();
            if (!line.startsWith("//")) {
                lines.add(line);
            }
            from = end < 0 ? text.length() : end + 1;
        }
        return parse(name, lines, problems);
    }

    /** These, and those of another place. */
    public CacheRules and(CacheRules more) {
        List<CacheRule> all = new ArrayList<>(rules);
        for (CacheRule rule : more.rules) {
            if (all.size() < MAX) {
                all.add(rule);
            }
        }
        return new CacheRules(all);
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == ';' && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static CacheRules parse(String name, List<String> parts, List<String> problems) {
        List<CacheRule> rules = new ArrayList<>();
        for (String part : parts) {
            String text = part.trim();
            if (text.isEmpty()) {
                continue;
            }
            RuleParser parser = new RuleParser(text);
            CacheRule rule = parser.parse();
            if (rule != null && rules.size() < MAX) {
                rules.add(rule);
            } else {
                problems.add(name + ": " + shown(text) + ": "
                        + (rule == null ? parser.objection() : "is more than the " + MAX + " rules that there may be")
                        + "; this rule is ignored, the others stand");
            }
        }
        return new CacheRules(rules);
    }

    private static String shown(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }

    public List<CacheRule> all() {
        return rules;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * The rule for an SQL text; null if there is none. One for its id is more particular than one for its summary.
     *
     * @param id with its {@code #}
     */
    public @Nullable CacheRule sql(String summary, String id) {
        CacheRule best = null;
        for (CacheRule rule : rules) {
            if (rule.kind().equals("sql")
                    && (rule.target().equals(id) || rule.target().equals(summary))) {
                boolean byId = rule.target().equals(id);
                boolean bestById = best != null && best.target().equals(id);
                if (best == null || (byId == bestById ? stricter(rule, best) : byId)) {
                    best = rule;
                }
            }
        }
        return best;
    }

    /** The rule for a Redis key; null if there is none. */
    public @Nullable CacheRule redis(byte[] key) {
        CacheRule best = null;
        for (int i = 0; i < targets.length; i++) {
            CacheRule rule = rules.get(i);
            if (rule.kind().equals("redis") && matches(targets[i], rule.prefix(), key)) {
                int length = rule.target().length();
                int bestLength = best == null ? -1 : best.target().length();
                if (best == null
                        || length > bestLength
                        || (length == bestLength && rule.prefix() == best.prefix() && stricter(rule, best))
                        || (length == bestLength && !rule.prefix() && best.prefix())) {
                    best = rule;
                }
            }
        }
        return best;
    }

    /** The strictest rule with exactly this Redis target; null if there is none. */
    public @Nullable CacheRule redis(byte[] literal, boolean prefix) {
        CacheRule best = null;
        for (int i = 0; i < targets.length; i++) {
            CacheRule rule = rules.get(i);
            if (rule.kind().equals("redis")
                    && rule.prefix() == prefix
                    && Arrays.equals(targets[i], literal)
                    && (best == null || stricter(rule, best))) {
                best = rule;
            }
        }
        return best;
    }

    private static boolean stricter(CacheRule rule, CacheRule than) {
        return rule.level().compareTo(than.level()) < 0;
    }

    private static boolean matches(byte[] target, boolean prefix, byte[] key) {
        if (prefix ? key.length < target.length : key.length != target.length) {
            return false;
        }
        for (int i = 0; i < target.length; i++) {
            if (key[i] != target[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a rule for Redis holds only while others' writes are told of. */
    public boolean needsChannel() {
        return needsChannel;
    }

    /** Whether any rule is for this kind of target. */
    public boolean hasAny(String kind) {
        for (CacheRule rule : rules) {
            if (rule.kind().equals(kind)) {
                return true;
            }
        }
        return false;
    }
}
