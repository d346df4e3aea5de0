package io.perfagent.config;

import java.util.ArrayList;
import java.util.List;

/** The reference page, docs/configuration.md, made from the catalogue. */
public final class ConfigReference {
    private static final String[] KINDS = {
        "true or false",
        "a whole number",
        "a duration",
        "a size",
        "a number",
        "text",
        "",
        "a path",
        "a list",
        "key=value pairs"
    };

    private ConfigReference() {}

    /** The page, in Markdown. */
    public static String markdown() {
        List<Setting<?>> all = Catalogue.all();
        StringBuilder out = new StringBuilder(64 * 1024);
        out.append("""
                # Configuration

                This page is generated from the catalogue of settings (`io.perfagent.config`); do not edit it.

                A setting can be given in four places; the first that has it wins:

                1. agent arguments: `-javaagent:perf-agent.jar=perf.agent.summary=true;otel.service.name=shop`
                2. a system property: `-Dperf.agent.summary=true`
                3. an environment variable: `PERF_AGENT_SUMMARY=true`
                4. the properties file that `PERF_AGENT_CONFIG_FILE` names; both spellings work in it

                Settings are read once, when the agent starts. An empty value counts as not set. A value that is wrong
                counts as not set too: the default is used, and one line on stderr names the key, the value and what is
                used instead. So does a line for every `OTEL_*` variable that is set and has no effect here.

                Durations are milliseconds or have a unit: `200ms`, `5s`, `1m`, `1h`, `1d`. Sizes are bytes or have a
                unit: `64KiB`, `8MiB`, `1GiB` (`8MB` and `8M` mean the same as `8MiB`). Lists are separated by commas,
                maps are `key=value,key=value` with percent-encoding. Hyphens in system properties may be dots.

                One library is turned on or off with `OTEL_INSTRUMENTATION_<NAME>_ENABLED`
                (`otel.instrumentation.<name>.enabled`), its name as in the table of libraries.
                """);
        tier(out, all, Setting.ESSENTIAL, "Essential");
        tier(out, all, Setting.COMMON, "Common");
        tier(out, all, Setting.RARE, "Rare");
        return out.toString();
    }

    private static void tier(StringBuilder out, List<Setting<?>> all, int tier, String title) {
        out.append("\n## ").append(title).append("\n\n");
        out.append("| Setting | Default | Values | What it does | Cost | Changes at run time | Example |\n");
        out.append("|---|---|---|---|---|---|---|\n");
        List<Setting<?>> ours = new ArrayList<>();
        for (Setting<?> setting : all) {
            if (setting.tier == tier) {
                ours.add(setting);
            }
        }
        for (Setting<?> setting : ours) {
            row(out, setting);
        }
    }

    private static void row(StringBuilder out, Setting<?> setting) {
        out.append("| `")
                .append(setting.key())
                .append("`<br>`")
                .append(setting.property())
                .append('`');
        if (setting.olderKey != null) {
            out.append("<br>also `").append(setting.olderKey).append('`');
        }
        String value = defaultText(setting);
        out.append(" | ").append(setting.defaultText == null ? "`" + value + "`" : value);
        out.append(" | ").append(setting.kind == Setting.LIST && setting.choices.length > 0 ? "a list, each " : "");
        out.append(range(setting));
        out.append(" | ").append(setting.about);
        out.append(" | ").append(setting.cost.isEmpty() ? "none to speak of" : setting.cost);
        out.append(" | ").append(setting.isRuntimeChangeable() ? "yes" : "no");
        out.append(" | ")
                .append(setting.example.isEmpty() ? "" : "`" + setting.example + "`")
                .append(" |\n");
    }

    /** What the default is, for people. */
    static String defaultText(Setting<?> setting) {
        if (setting.defaultText != null) {
            return setting.defaultText;
        }
        Object value = setting.defaultValue();
        if (value instanceof List<?> list) {
            StringBuilder out = new StringBuilder();
            for (Object item : list) {
                out.append(out.isEmpty() ? "" : ",").append(item);
            }
            return out.toString();
        }
        return amount(setting, value instanceof Long number ? number : Long.MIN_VALUE, String.valueOf(value));
    }

    /** What a right value is, for people: completes "is" and "is not". */
    static String range(Setting<?> setting) {
        if (setting.choices.length > 0) {
            StringBuilder out = new StringBuilder("one of ");
            for (int i = 0; i < setting.choices.length; i++) {
                out.append(i == 0 ? "" : ", ").append(setting.choices[i]);
            }
            return out.toString();
        }
        String kind = KINDS[setting.kind];
        if (setting.kind == Setting.DOUBLE) {
            return kind + " from " + setting.minDouble + " to " + setting.maxDouble;
        }
        if (setting.kind == Setting.INT || setting.kind == Setting.MILLIS || setting.kind == Setting.BYTES) {
            String unit = setting.kind == Setting.INT && !setting.unit.isEmpty() ? " (" + setting.unit + ")" : "";
            return kind + " from " + amount(setting, setting.min, String.valueOf(setting.min)) + " to "
                    + amount(setting, setting.max, String.valueOf(setting.max)) + unit;
        }
        return kind;
    }

    /** A duration or size in its largest whole unit. */
    private static String amount(Setting<?> setting, long value, String plain) {
        if (setting.kind == Setting.MILLIS) {
            long[] factors = {86_400_000, 3_600_000, 60_000, 1000};
            return inUnit(value, factors, new String[] {"d", "h", "m", "s"}, plain + " ms");
        }
        if (setting.kind == Setting.BYTES) {
            return inUnit(value, new long[] {1L << 30, 1L << 20, 1L << 10}, new String[] {"GiB", "MiB", "KiB"}, plain);
        }
        return plain;
    }

    private static String inUnit(long value, long[] factors, String[] units, String plain) {
        for (int i = 0; i < factors.length; i++) {
            if (value > 0 && value % factors[i] == 0) {
                return value / factors[i] + units[i];
            }
        }
        return plain;
    }
}
