package io.perfagent.it.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A recording as single facts, one line each, so that two recordings differ in lines and a difference can be named:
 *
 * <pre>
 * tomcat/plain: SERVER GET /plain | @http.route="/plain"
 * jdbc-h2/join: SERVER GET /h2/* > CLIENT SELECT item part
 * metrics/http.server.request.duration: | unit="s"
 * resource/service.name: "fixture"
 * </pre>
 *
 * A fact that begins with another one and {@code " | "} or {@code " > "} is about what the other one names.
 */
final class Facts {
    private static final Set<String> NO_TREES = Set.of("metrics", "resource");

    private final SortedSet<String> facts = new TreeSet<>();

    private Facts() {}

    static SortedSet<String> of(Map<String, JsonElement> files) {
        Facts facts = new Facts();
        files.forEach((file, content) -> content.getAsJsonObject().entrySet().forEach(member -> {
            String subject = file + "/" + member.getKey() + ":";
            if (!NO_TREES.contains(file)) {
                facts.spans(subject, " ", member.getValue().getAsJsonArray());
            } else if (file.equals("metrics")) {
                facts.metric(subject, member.getValue().getAsJsonObject());
            } else {
                facts.facts.add(subject + " " + member.getValue());
            }
        }));
        return facts.facts;
    }

    private void spans(String subject, String path, JsonArray siblings) {
        Map<String, Integer> seen = new HashMap<>();
        for (JsonElement sibling : siblings) {
            JsonObject span = sibling.getAsJsonObject();
            String name =
                    span.get("kind").getAsString() + " " + span.get("name").getAsString();
            int occurrence = seen.merge(name, 1, Integer::sum);
            span(subject, path + name + (occurrence == 1 ? "" : " #" + occurrence), span);
        }
    }

    private void span(String subject, String path, JsonObject span) {
        String prefix = subject + path;
        facts.add(prefix);
        for (Map.Entry<String, JsonElement> member : span.entrySet()) {
            switch (member.getKey()) {
                case "kind", "name" -> {}
                case "attributes" ->
                    attributes(prefix + " | @", member.getValue().getAsJsonObject());
                case "events" -> events(prefix, member.getValue().getAsJsonArray());
                case "children" ->
                    spans(subject, path + " > ", member.getValue().getAsJsonArray());
                default -> facts.add(prefix + " | " + member.getKey() + "=" + member.getValue());
            }
        }
    }

    private void attributes(String prefix, JsonObject attributes) {
        attributes.entrySet().forEach(entry -> facts.add(prefix + entry.getKey() + "=" + entry.getValue()));
    }

    private void events(String prefix, JsonArray events) {
        for (JsonElement each : events) {
            JsonObject event = each.getAsJsonObject();
            String name = prefix + " | event " + event.get("name").getAsString();
            facts.add(name);
            attributes(name + " @", event.getAsJsonObject("attributes"));
        }
    }

    private void metric(String subject, JsonObject metric) {
        facts.add(subject);
        for (Map.Entry<String, JsonElement> member : metric.entrySet()) {
            if (member.getValue() instanceof JsonArray points && member.getKey().equals("points")) {
                for (JsonElement each : points) {
                    JsonObject point = each.getAsJsonObject();
                    JsonElement count = point.has("count") ? point.get("count") : new JsonPrimitive("any");
                    facts.add(subject + " | point " + point.get("attributes") + " count=" + count);
                }
            } else {
                facts.add(subject + " | " + member.getKey() + "=" + member.getValue());
            }
        }
    }
}
