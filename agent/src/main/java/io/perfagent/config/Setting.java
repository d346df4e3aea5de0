package io.perfagent.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One setting: its key, kind, default, unit, bounds, what it does and what it costs.
 *
 * <p>Declared in one of the classes that {@link Catalogue} lists and not changed after that; safe for all threads. Its
 * value is read with {@link Config}.
 *
 * @param <T> type of the value: Boolean, Integer, Long (milliseconds or bytes), Double, String, a list or a map of them
 */
public final class Setting<T> {
    static final int BOOL = 0;
    static final int INT = 1;
    static final int MILLIS = 2;
    static final int BYTES = 3;
    static final int DOUBLE = 4;
    static final int TEXT = 5;
    static final int CHOICE = 6;
    static final int PATH = 7;
    static final int LIST = 8;
    static final int MAP = 9;

    static final int ESSENTIAL = 0;
    static final int COMMON = 1;
    static final int RARE = 2;

    private static final String[] NO_CHOICES = {};

    private final String key;
    private final T defaultValue;
    final int kind;
    long min = Long.MIN_VALUE;
    long max = Long.MAX_VALUE;
    double minDouble = Double.NEGATIVE_INFINITY;
    double maxDouble = Double.POSITIVE_INFINITY;
    String[] choices = NO_CHOICES;
    boolean secret;
    boolean runtimeChangeable;
    int tier = COMMON;
    String unit = "";
    String about = "";
    String cost = "";
    String example = "";

    /** What the default is, in words, where its value does not say it; null: the value does. */
    @Nullable
    String defaultText;

    /** The key that this one replaces and that still works; null: none. */
    @Nullable
    String olderKey;

    private @Nullable String property;

    private Setting(String key, int kind, T defaultValue) {
        this.key = key;
        this.kind = kind;
        this.defaultValue = defaultValue;
    }

    static Setting<Boolean> bool(String key, boolean defaultValue) {
        return new Setting<>(key, BOOL, defaultValue);
    }

    static Setting<Integer> number(String key, int defaultValue, int min, int max) {
        Setting<Integer> setting = new Setting<>(key, INT, defaultValue);
        setting.min = min;
        setting.max = max;
        return setting;
    }

    static Setting<Long> millis(String key, long defaultMillis, long minMillis, long maxMillis) {
        Setting<Long> setting = new Setting<>(key, MILLIS, defaultMillis);
        setting.min = minMillis;
        setting.max = maxMillis;
        setting.unit = "ms";
        return setting;
    }

    static Setting<Long> bytes(String key, long defaultBytes, long minBytes, long maxBytes) {
        Setting<Long> setting = new Setting<>(key, BYTES, defaultBytes);
        setting.min = minBytes;
        setting.max = maxBytes;
        setting.unit = "bytes";
        return setting;
    }

    static Setting<Double> fraction(String key, double defaultValue) {
        Setting<Double> setting = new Setting<>(key, DOUBLE, defaultValue);
        setting.minDouble = 0;
        setting.maxDouble = 1;
        return setting;
    }

    static Setting<String> text(String key, String defaultValue) {
        return new Setting<>(key, TEXT, defaultValue);
    }

    static Setting<String> choice(String key, String defaultValue, String... choices) {
        Setting<String> setting = new Setting<>(key, CHOICE, defaultValue);
        setting.choices = choices;
        return setting;
    }

    static Setting<String> path(String key, String defaultValue) {
        return new Setting<>(key, PATH, defaultValue);
    }

    /** A list separated by commas; without choices, any item is right. */
    static Setting<List<String>> list(String key, List<String> defaultValue, String... choices) {
        Setting<List<String>> setting = new Setting<>(key, LIST, defaultValue);
        setting.choices = choices;
        return setting;
    }

    /** Pairs {@code k=v,k=v} with percent-encoded keys and values. */
    static Setting<Map<String, String>> map(String key) {
        return new Setting<>(key, MAP, Map.of());
    }

    Setting<T> about(String about) {
        this.about = about;
        return this;
    }

    Setting<T> cost(String cost) {
        this.cost = cost;
        return this;
    }

    Setting<T> example(String example) {
        this.example = example;
        return this;
    }

    Setting<T> unit(String unit) {
        this.unit = unit;
        return this;
    }

    Setting<T> essential() {
        tier = ESSENTIAL;
        return this;
    }

    Setting<T> rare() {
        tier = RARE;
        return this;
    }

    /** Its value is never printed. */
    Setting<T> secret() {
        secret = true;
        return this;
    }

    Setting<T> defaultText(String defaultText) {
        this.defaultText = defaultText;
        return this;
    }

    Setting<T> olderKey(String olderKey) {
        this.olderKey = olderKey;
        return this;
    }

    /** The system property's usual spelling, where it is not the key in lower case with dots. */
    Setting<T> property(String property) {
        this.property = property;
        return this;
    }

    /** The name of the environment variable, such as {@code PERF_AGENT_SUMMARY}; also what messages call it. */
    public String key() {
        return key;
    }

    /** The value when nothing, or nothing right, is set. */
    public T defaultValue() {
        return defaultValue;
    }

    /** The name of the system property, such as {@code perf.agent.summary}. */
    public String property() {
        return property == null ? Keys.property(key) : property;
    }

    /** Whether its value must never be printed. */
    public boolean isSecret() {
        return secret;
    }

    /** Whether a change takes effect without a restart. */
    public boolean isRuntimeChangeable() {
        return runtimeChangeable;
    }

    /** The key. */
    @Override
    public String toString() {
        return key;
    }
}
