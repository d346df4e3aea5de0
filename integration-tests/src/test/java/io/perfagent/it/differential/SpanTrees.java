package io.perfagent.it.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.perfagent.it.ReceivedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The spans of one trace as a tree in JSON, siblings in an order that does not depend on time. */
final class SpanTrees {
    private final Normaliser normaliser;
    private final String remoteParent;
    private final List<ReceivedSpan> spans;

    /** @param remoteParent the parent id that stands for the caller; empty if the trace has none */
    SpanTrees(Normaliser normaliser, String remoteParent, List<ReceivedSpan> spans) {
        this.normaliser = normaliser;
        this.remoteParent = remoteParent;
        this.spans = spans;
    }

    /** The roots: children of the caller, spans without a parent, and spans whose parent was not received. */
    JsonArray roots() {
        Set<String> ids = new HashSet<>();
        for (ReceivedSpan span : spans) {
            if (!ids.add(span.spanId())) {
                throw new AssertionError("span id twice: " + span);
            }
        }
        List<JsonObject> roots = new ArrayList<>();
        for (ReceivedSpan span : spans) {
            if (!ids.contains(span.parentId())) {
                JsonObject root = tree(span);
                String parent = span.parentId();
                if (!parent.equals(remoteParent)) {
                    root.addProperty("parent", parent.isEmpty() ? "none" : "not received");
                }
                roots.add(root);
            }
        }
        return sorted(roots);
    }

    private JsonObject tree(ReceivedSpan received) {
        Span span = received.span();
        JsonObject json = new JsonObject();
        json.addProperty("kind", received.kind());
        json.addProperty("name", normaliser.text(received.name()));
        if (span.getStatus().getCode() != Status.StatusCode.STATUS_CODE_UNSET) {
            json.addProperty("status", received.status());
        }
        if (!span.getStatus().getMessage().isEmpty()) {
            json.addProperty("statusMessage", normaliser.text(span.getStatus().getMessage()));
        }
        if (!span.getTraceState().isEmpty()) {
            json.addProperty("traceState", span.getTraceState());
        }
        json.addProperty("flags", String.format("%03x", span.getFlags()));
        if (span.getLinksCount() > 0) {
            json.addProperty("links", span.getLinksCount());
        }
        json.add("attributes", normaliser.attributes(received.attributes()));
        if (span.getEventsCount() > 0) {
            json.add("events", events(span));
        }
        List<JsonObject> children = new ArrayList<>();
        for (ReceivedSpan other : spans) {
            if (other.parentId().equals(received.spanId())) {
                children.add(tree(other));
            }
        }
        if (!children.isEmpty()) {
            json.add("children", sorted(children));
        }
        return json;
    }

    private JsonArray events(Span span) {
        JsonArray events = new JsonArray();
        for (Span.Event event : span.getEventsList()) {
            JsonObject json = new JsonObject();
            json.addProperty("name", event.getName());
            json.add("attributes", normaliser.attributes(ReceivedSpan.attributes(event)));
            events.add(json);
        }
        return events;
    }

    private static JsonArray sorted(List<JsonObject> objects) {
        objects.sort(Comparator.comparing(JsonObject::toString));
        JsonArray array = new JsonArray();
        objects.forEach(array::add);
        return array;
    }
}
