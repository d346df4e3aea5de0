package io.perfagent.it.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Replaces what differs from run to run, ports and ids and machine names, by what it stands for. Immutable. */
final class Normaliser {
    private static final Set<String> EPHEMERAL_PORTS = Set.of("network.peer.port", "client.port");
    private static final Set<String> VOLATILE = Set.of(
            "thread.id",
            "thread.name",
            "exception.stacktrace",
            "host.name",
            "host.arch",
            "host.id",
            "os.description",
            "os.version",
            "process.command_line",
            "process.command_args",
            "process.executable.path",
            "process.pid",
            "process.runtime.description",
            "process.runtime.name",
            "process.runtime.version",
            "service.instance.id",
            "container.id",
            "process.creation.time",
            "process.owner",
            "jvm.thread.state",
            "telemetry.distro.version");

    private static final Pattern JAVA_VERSION = Pattern.compile("\\b(Java(?:-http-client)?/)[0-9][0-9._+-]*");

    private final Map<Long, String> ports;

    /** @param ports names of the ports of this run */
    Normaliser(Map<Long, String> ports) {
        this.ports = new TreeMap<>(ports);
    }

    JsonObject attributes(Map<String, Object> attributes) {
        JsonObject json = new JsonObject();
        attributes.forEach((key, value) -> json.add(key, attribute(key, value)));
        return json;
    }

    private JsonElement attribute(String key, Object value) {
        if (VOLATILE.contains(key)) {
            return new JsonPrimitive("<" + type(value) + ">");
        }
        if (value instanceof Long number) {
            String name = ports.get(number);
            if (key.endsWith(".port")) {
                return name != null
                        ? new JsonPrimitive("<" + name + ">")
                        : EPHEMERAL_PORTS.contains(key) ? new JsonPrimitive("<port>") : new JsonPrimitive(number);
            }
            return new JsonPrimitive(number);
        }
        if (value instanceof String text) {
            return new JsonPrimitive(text(text));
        }
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(each -> array.add(attribute(key, each)));
            return array;
        }
        return new JsonPrimitive(value.toString());
    }

    /** A text with the ports of this run named. */
    String text(String text) {
        String named = text;
        for (Map.Entry<Long, String> port : ports.entrySet()) {
            named = named.replace(":" + port.getKey(), ":<" + port.getValue() + ">");
        }
        return JAVA_VERSION.matcher(named).replaceAll("$1<jdk>");
    }

    private static String type(Object value) {
        return value instanceof Long ? "int" : value instanceof List ? "strings" : "string";
    }
}
