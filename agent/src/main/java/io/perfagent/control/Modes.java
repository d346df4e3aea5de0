package io.perfagent.control;

import java.util.Map;
import java.util.TreeMap;

/** The mode of each kind: its own where it has one, else the common one. A common {@code off} is off for all. Immutable. */
public final class Modes {
    private final Mode common;
    private final Map<String, Mode> ofKinds;

    /** @param ofKinds the kinds that have a mode of their own, by name */
    public Modes(Mode common, Map<String, Mode> ofKinds) {
        this.common = common;
        this.ofKinds = new TreeMap<>(ofKinds);
    }

    /** The mode of a kind. */
    public Mode of(String kind) {
        return common == Mode.OFF ? Mode.OFF : ofKinds.getOrDefault(kind, common);
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
            for (Map.Entry<String, Mode> one : ofKinds.entrySet()) {
                out.append(", ")
                        .append(one.getKey())
                        .append(' ')
                        .append(one.getValue().text());
            }
        }
        return out.toString();
    }
}
