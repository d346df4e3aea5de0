package io.perfagent.control;

import java.util.Map;
import java.util.TreeMap;

/**
 * The mode of each kind: its own where it has one, else the common one; and of single adaptations that have one of their own. A
 * common {@code off} is off for all, and so is a kind's for those of the kind. Immutable.
 */
public final class Modes {
    private final Mode common;
    private final Map<String, Mode> ofKinds;
    private final Map<String, Mode> ofNames;

    /** @param ofKinds the kinds that have a mode of their own, by name */
    public Modes(Mode common, Map<String, Mode> ofKinds) {
        this(common, ofKinds, Map.of());
    }

    /** @param ofNames the same for adaptations: {@code kind:subject}, or how it begins with {@code *} at the end */
    public Modes(Mode common, Map<String, Mode> ofKinds, Map<String, Mode> ofNames) {
        this.common = common;
        this.ofKinds = new TreeMap<>(ofKinds);
        this.ofNames = new TreeMap<>(ofNames);
    }

    /** The mode of a kind. */
    public Mode of(String kind) {
        return common == Mode.OFF ? Mode.OFF : ofKinds.getOrDefault(kind, common);
    }

    /** The mode of an adaptation: of those that name it, the one that says most. */
    public Mode of(String kind, String subject) {
        Mode found = of(kind);
        if (found == Mode.OFF || ofNames.isEmpty()) {
            return found;
        }
        String name = kind + ':' + subject;
        int longest = -1;
        for (Map.Entry<String, Mode> one : ofNames.entrySet()) {
            String pattern = one.getKey();
            int length = pattern.length();
            boolean open = pattern.endsWith("*");
            boolean named = open ? name.startsWith(pattern.substring(0, length - 1)) : name.equals(pattern);
            int said = open ? length - 1 : Integer.MAX_VALUE;
            if (named && said > longest) {
                longest = said;
                found = one.getValue();
            }
        }
        return found;
    }

    /** The mode that goes farthest of a kind's own and those of its adaptations that have one. */
    public Mode farthest(String kind) {
        Mode found = of(kind);
        if (found == Mode.OFF) {
            return found;
        }
        for (Map.Entry<String, Mode> one : ofNames.entrySet()) {
            if (one.getKey().startsWith(kind + ':') && one.getValue().compareTo(found) > 0) {
                found = one.getValue();
            }
        }
        return found;
    }

    /** Whether no kind is even observed. */
    public boolean allOff() {
        return common == Mode.OFF;
    }

    /** {@code observe, archive supervised}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(common.text());
        if (common != Mode.OFF) {
            append(out, ofKinds);
            append(out, ofNames);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Map<String, Mode> modes) {
        for (Map.Entry<String, Mode> one : modes.entrySet()) {
            out.append(", ")
                    .append(one.getKey())
                    .append(' ')
                    .append(one.getValue().text());
        }
    }
}
