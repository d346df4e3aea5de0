package io.perfagent.config;

import java.io.File;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is set, as it was when the agent started.
 *
 * <p>A value is parsed whenever it is asked for: read once and keep it. A value that is wrong counts as not set, and
 * {@link #problems} tells. No method throws. Immutable, safe for all threads.
 */
public final class Config {
    private final Sources sources;

    private Config(Sources sources) {
        this.sources = sources;
    }

    /** Reads nothing yet; values are parsed when asked for. */
    public static Config load(Sources sources) {
        return new Config(sources);
    }

    /** The value, or the default when it is not set or wrong. Boxes; numbers have methods of their own. */
    @SuppressWarnings("unchecked") // Parser.any gives the type that the setting's kind has
    public <T> T get(Setting<T> setting) {
        String text = sources.value(setting);
        Object value = text == null ? null : Parser.any(setting, text);
        return value == null ? setting.defaultValue() : (T) value;
    }

    public boolean bool(Setting<Boolean> setting) {
        String text = sources.value(setting);
        int value = text == null ? -1 : Parser.bool(text);
        return value < 0 ? setting.defaultValue() : value == 1;
    }

    public int number(Setting<Integer> setting) {
        String text = sources.value(setting);
        long value = text == null ? Parser.WRONG : Parser.number(setting, text);
        return value == Parser.WRONG ? setting.defaultValue() : (int) value;
    }

    /** A duration in milliseconds. */
    public long millis(Setting<Long> setting) {
        return whole(setting);
    }

    /** A size in bytes. */
    public long bytes(Setting<Long> setting) {
        return whole(setting);
    }

    private long whole(Setting<Long> setting) {
        String text = sources.value(setting);
        long value = text == null ? Parser.WRONG : Parser.number(setting, text);
        return value == Parser.WRONG ? setting.defaultValue() : value;
    }

    public double fraction(Setting<Double> setting) {
        String text = sources.value(setting);
        double value = text == null ? Double.NaN : Parser.fraction(setting, text);
        return Double.isNaN(value) ? setting.defaultValue() : value;
    }

    /** A text, a path, or a choice in the spelling that the setting declares. */
    public String text(Setting<String> setting) {
        return get(setting);
    }

    /** The right items of a list, in order; unmodifiable. */
    public List<String> list(Setting<List<String>> setting) {
        return get(setting);
    }

    /** The right entries of a map, decoded, in order; unmodifiable. */
    public Map<String, String> map(Setting<Map<String, String>> setting) {
        return get(setting);
    }

    /** Whether a value is set and right. */
    public boolean isSet(Setting<?> setting) {
        String text = sources.value(setting);
        return text != null && Parser.any(setting, text) != null;
    }

    /** Whether a value is set, right or wrong. */
    public boolean isWritten(Setting<?> setting) {
        return sources.value(setting) != null;
    }

    /** Where the value comes from: agent arguments, system property, environment, file and its path, or default. */
    public String origin(Setting<?> setting) {
        return isSet(setting) ? sources.origin(setting) : "default";
    }

    /**
     * Whether an instrumentation is wanted: {@code OTEL_INSTRUMENTATION_<NAME>_ENABLED}, else
     * {@code OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED}.
     *
     * @param name such as {@code jdbc} or {@code executors}; dots and hyphens read as underscores
     */
    public boolean instrumentationEnabled(String name) {
        String text = sources.value(InstrumentationSettings.enabledKey(name));
        int value = text == null ? -1 : Parser.bool(text);
        return value < 0 ? bool(InstrumentationSettings.DEFAULT_ENABLED) : value == 1;
    }

    /**
     * The directory for everything on disk: {@code PERF_AGENT_DATA_DIR}, else {@code perf-agent} in the user's cache
     * directory; null when there is no home directory to find one in. Nothing is created.
     */
    public @Nullable String dataDirectory() {
        String chosen = text(AgentSettings.DATA_DIR);
        if (!chosen.isEmpty()) {
            return chosen;
        }
        String cache = sources.environmentVariable("XDG_CACHE_HOME");
        if (cache == null || !cache.startsWith("/")) {
            cache = cacheOfHome();
        }
        return cache == null ? null : new File(cache, "perf-agent").getPath();
    }

    private @Nullable String cacheOfHome() {
        String os = sources.systemProperty("os.name");
        if (os != null && os.startsWith("Windows")) {
            String local = sources.environmentVariable("LOCALAPPDATA");
            if (local != null && !local.isEmpty()) {
                return local;
            }
        }
        String home = sources.systemProperty("user.home");
        // The JDK says "?" for a user that has no entry in the password file, as in many containers.
        if (home == null || home.isEmpty() || home.equals("?") || home.equals("/")) {
            home = sources.environmentVariable("HOME");
        }
        if (home == null || home.isEmpty() || home.equals("/")) {
            return null;
        }
        return new File(home, os != null && os.startsWith("Mac") ? "Library/Caches" : ".cache").getPath();
    }

    /** A system property that is no setting, such as {@code java.version}. */
    public @Nullable String systemProperty(String name) {
        return sources.systemProperty(name);
    }

    /** An environment variable that is no setting, such as {@code HOSTNAME}. */
    public @Nullable String environmentVariable(String name) {
        return sources.environmentVariable(name);
    }

    /**
     * One line for every value that is wrong, every known variable that has no effect here and every unknown one of
     * ours. Goes through the whole catalogue: not for the application's start. Secrets are not in it.
     *
     * @param instrumentations names of all that can be switched on and off
     */
    public List<String> problems(Collection<String> instrumentations) {
        return new Problems(sources, instrumentations).find();
    }
}
