package io.perfagent.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where settings are read: agent arguments, system properties, environment, file; the first that has a key wins.
 *
 * <p>What is set is copied once, when this is made, so that a later {@code System.setProperty} by the application changes
 * nothing. An empty value counts as not set, as the OpenTelemetry specification has it. Safe for all threads.
 */
public final class Sources {
    static final int ARGUMENTS = 0;
    static final int PROPERTIES = 1;
    static final int ENVIRONMENT = 2;
    static final int FILE = 3;

    private static final String[] NAMES = {"agent arguments", "system property", "environment", "file"};
    private static final int MAX_ENTRIES = 1000;
    private static final long MAX_FILE_BYTES = 1 << 20;

    private final Map<?, ?> properties;
    private final Map<String, String> environment;
    private final List<Map<String, String>> layers = new ArrayList<>(4);

    /** The setting file's path, empty for none. */
    private String file = "";

    /** Why the file could not be read, or null. */
    private @Nullable String fileProblem;

    /** Parts of the agent arguments that are no pair with a key like ours; never shown, they may be half a secret. */
    private int strayArguments;

    private Sources(@Nullable String arguments, Map<?, ?> properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
        layers.add(parseArguments(arguments));
        layers.add(pick(properties));
        layers.add(pick(environment));
        layers.add(Map.of());
        String path = value(AgentSettings.CONFIG_FILE);
        if (path != null) {
            file = path;
            layers.set(FILE, readFile(path));
        }
    }

    /** Those of this JVM. */
    public static Sources ofProcess(@Nullable String agentArguments) {
        return new Sources(agentArguments, System.getProperties(), System.getenv());
    }

    /** Those given, for tests and tools. */
    public static Sources of(
            @Nullable String agentArguments, Map<String, String> properties, Map<String, String> environment) {
        return new Sources(agentArguments, properties, environment);
    }

    /** A system property that is no setting of ours, such as {@code java.version}. */
    public @Nullable String systemProperty(String name) {
        Object value = properties.get(name);
        return value instanceof String text ? text : null;
    }

    /** An environment variable that is no setting of ours, such as {@code HOME}. */
    public @Nullable String environmentVariable(String name) {
        return environment.get(name);
    }

    @Nullable
    String fileProblem() {
        return fileProblem;
    }

    String file() {
        return file;
    }

    int strayArguments() {
        return strayArguments;
    }

    /** The value as it was written, trimmed, or null. */
    @Nullable
    String value(Setting<?> setting) {
        String value = value(setting.key());
        return value == null && setting.olderKey != null ? value(setting.olderKey) : value;
    }

    @Nullable
    String value(String key) {
        int layer = layer(key);
        return layer < 0 ? null : layers.get(layer).get(key);
    }

    String origin(Setting<?> setting) {
        String key = setting.key();
        int layer = layer(key);
        if (layer < 0 && setting.olderKey != null) {
            key = setting.olderKey;
            layer = layer(key);
        }
        if (layer < 0) {
            return "default";
        }
        String name = NAMES[layer];
        return layer == FILE ? name.concat(" ").concat(file) : name;
    }

    /** Every key that is set anywhere, those of the first source first. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            for (String key : layers.get(i).keySet()) {
                if (layer(key) == i) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private int layer(String key) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).containsKey(key)) {
                return i;
            }
        }
        return -1;
    }

    /** Pairs {@code k=v;k=v}. */
    private Map<String, String> parseArguments(@Nullable String arguments) {
        Map<String, String> found = new HashMap<>();
        if (arguments == null) {
            return found;
        }
        int from = 0;
        while (from < arguments.length()) {
            int end = arguments.indexOf(';', from);
            if (end < 0) {
                end = arguments.length();
            }
            int equals = arguments.indexOf('=', from);
            String name = equals < 0 || equals > end
                    ? ""
                    : arguments.substring(from, equals).trim();
            if (Keys.ours(name)) {
                put(found, name, arguments.substring(equals + 1, end));
            } else if (!arguments.substring(from, end).isBlank()) {
                strayArguments++;
            }
            from = end + 1;
        }
        return found;
    }

    private static Map<String, String> pick(Map<?, ?> all) {
        Map<String, String> found = new HashMap<>();
        for (Map.Entry<?, ?> entry : all.entrySet()) {
            if (entry.getKey() instanceof String name && entry.getValue() instanceof String value && Keys.ours(name)) {
                put(found, name, value);
            }
        }
        return found;
    }

    private static void put(Map<String, String> into, String name, String value) {
        String trimmed = value.trim();
        if (!trimmed.isEmpty() && into.size() < MAX_ENTRIES) {
            into.put(Keys.key(name), trimmed);
        }
    }

    private Map<String, String> readFile(String path) {
        File chosen = new File(path);
        if (chosen.length() > MAX_FILE_BYTES) {
            fileProblem = "larger than 1 MiB";
            return Map.of();
        }
        Properties read = new Properties();
        try (InputStream in = new FileInputStream(chosen)) {
            read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            fileProblem = chosen.exists() ? "it cannot be read" : "there is no such file";
            return Map.of();
        } catch (IllegalArgumentException e) {
            fileProblem = "it is not a properties file";
            return Map.of();
        }
        return pick(read);
    }
}
