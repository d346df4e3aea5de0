package io.perfagent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds what is wrong with what is set, one line each. Off the start path. */
final class Problems {
    private static final int MAX_SHOWN_CHARS = 100;
    private static final int MAX_LINES = 200;

    /** Letters that are wrong, missing or too many in a key that may still be meant for another. */
    private static final int MAX_SLIPS = 2;

    private final Sources sources;
    private final List<Setting<?>> all = Catalogue.all();
    private final List<String> lines = new ArrayList<>();

    /** Keys that switch one instrumentation each. */
    private final Set<String> switches = new TreeSet<>();

    Problems(Sources sources, Collection<String> instrumentations) {
        this.sources = sources;
        for (String name : instrumentations) {
            switches.add(InstrumentationSettings.enabledKey(name));
        }
    }

    List<String> find() {
        if (sources.fileProblem() != null) {
            add(AgentSettings.CONFIG_FILE.key() + "=" + shown(sources.file()) + ": " + sources.fileProblem()
                    + "; no file is used");
        }
        if (sources.strayArguments() > 0) {
            add("agent arguments: " + sources.strayArguments()
                    + " of the parts between semicolons set nothing and are ignored; the form is"
                    + " perf.agent.summary=true;otel.service.name=shop");
        }
        for (Setting<?> setting : all) {
            check(setting);
        }
        for (String key : sources.keys()) {
            checkKey(key);
        }
        return lines;
    }

    private void add(String line) {
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
    }

    private void check(Setting<?> setting) {
        String text = sources.value(setting);
        if (text == null) {
            return;
        }
        String key =
                sources.value(setting.key()) == null && setting.olderKey != null ? setting.olderKey : setting.key();
        if (setting.kind == Setting.LIST) {
            checkList(setting, key, text);
        } else if (setting.kind == Setting.MAP) {
            checkMap(key, text);
        } else if (Parser.any(setting, text) == null) {
            add(key + "=" + (setting.isSecret() ? "(secret)" : shown(text)) + " is not "
                    + ConfigReference.range(setting) + "; " + ConfigReference.defaultText(setting) + " is used");
        }
    }

    private void checkList(Setting<?> setting, String key, String text) {
        List<String> wrong = new ArrayList<>();
        boolean none = Parser.list(setting, text, wrong).isEmpty();
        String instead = none ? ConfigReference.defaultText(setting) + " is used" : "it is left out";
        if (wrong.isEmpty() && none) {
            add(key + "=" + shown(text) + " has no item; " + instead);
        }
        for (String item : wrong) {
            add(key + ": " + shown(item) + " is not " + ConfigReference.range(setting) + "; " + instead);
        }
    }

    private void checkMap(String key, String text) {
        List<Integer> wrong = new ArrayList<>();
        Parser.map(text, wrong);
        for (Integer number : wrong) {
            add(key + ": entry " + number + " is not of the form key=value; it is left out");
        }
    }

    private void checkKey(String key) {
        if (Catalogue.find(all, key) != null) {
            return;
        }
        if (InstrumentationSettings.isEnabledKey(key) && !switches.contains(key)) {
            add(shown(key) + " is set, but perf-agent has no instrumentation of that name; it has no effect"
                    + meantSwitches(key));
        } else if (switches.contains(key)) {
            String text = sources.value(key);
            if (text != null && Parser.bool(text) < 0) {
                add(key + "=" + shown(text) + " is not true or false; it is ignored");
            }
        } else if (key.startsWith("OTEL_")) {
            add(shown(key) + " is set, but perf-agent does not support it; it has no effect");
        } else {
            add(shown(key) + " is no setting of perf-agent; is " + nearest(key) + " meant? It is ignored");
        }
    }

    /** A question after those that the key is near to: with or without a version, or with a slip; empty if there is none. */
    private String meantSwitches(String key) {
        StringBuilder meant = new StringBuilder();
        for (String one : switches) {
            if (InstrumentationSettings.differByVersion(key, one)
                    || InstrumentationSettings.differByVersion(one, key)
                    || distance(key, one) <= MAX_SLIPS) {
                meant.append(meant.length() == 0 ? ". Is " : " or ").append(one);
            }
        }
        return meant.length() == 0 ? "" : meant.append(" meant?").toString();
    }

    private String nearest(String key) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (Setting<?> setting : all) {
            int distance = setting.key().startsWith("PERF_AGENT_") ? distance(key, setting.key()) : Integer.MAX_VALUE;
            if (distance < least) {
                least = distance;
                nearest = setting.key();
            }
        }
        return nearest;
    }

    /** Levenshtein's distance; of a long key, its beginning counts. */
    static int distance(String a, String b) {
        int length = Math.min(a.length(), MAX_SHOWN_CHARS);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    /** A value for a message: one line, not too long. */
    private static String shown(String text) {
        StringBuilder out = new StringBuilder();
        int length = Math.min(text.length(), MAX_SHOWN_CHARS);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ? '?' : c);
        }
        return text.length() > length ? out + "..." : out.toString();
    }
}
