package io.perfagent.export.json;

import static io.perfagent.export.json.JsonMessage.Kind.BASE64;
import static io.perfagent.export.json.JsonMessage.Kind.BOOL;
import static io.perfagent.export.json.JsonMessage.Kind.DOUBLE;
import static io.perfagent.export.json.JsonMessage.Kind.FIXED32;
import static io.perfagent.export.json.JsonMessage.Kind.FIXED64;
import static io.perfagent.export.json.JsonMessage.Kind.HEX;
import static io.perfagent.export.json.JsonMessage.Kind.INT32;
import static io.perfagent.export.json.JsonMessage.Kind.INT64;
import static io.perfagent.export.json.JsonMessage.Kind.SFIXED64;
import static io.perfagent.export.json.JsonMessage.Kind.SINT32;
import static io.perfagent.export.json.JsonMessage.Kind.STRING;
import static io.perfagent.export.json.JsonMessage.Kind.UINT32;
import static io.perfagent.export.json.JsonMessage.Kind.UINT64;

/** The messages of OTLP traces, metrics, logs and profiles. Source: opentelemetry-proto 1.11. */
final class OtlpSchema {
    static final JsonMessage TRACES_REQUEST = new JsonMessage();
    static final JsonMessage METRICS_REQUEST = new JsonMessage();
    static final JsonMessage LOGS_REQUEST = new JsonMessage();
    static final JsonMessage PROFILES_REQUEST = new JsonMessage();

    private static final JsonMessage KEY_VALUE = new JsonMessage();
    private static final JsonMessage ANY_VALUE = new JsonMessage();
    private static final JsonMessage SCOPE = new JsonMessage();
    private static final JsonMessage RESOURCE = new JsonMessage();

    static {
        common();
        traces();
        metrics();
        logs();
        profiles();
    }

    private OtlpSchema() {}

    private static void common() {
        JsonMessage array = new JsonMessage().many(1, "values", ANY_VALUE);
        JsonMessage list = new JsonMessage().many(1, "values", KEY_VALUE);
        ANY_VALUE
                .one(1, "stringValue", STRING)
                .one(2, "boolValue", BOOL)
                .one(3, "intValue", INT64)
                .one(4, "doubleValue", DOUBLE)
                .one(5, "arrayValue", array)
                .one(6, "kvlistValue", list)
                .one(7, "bytesValue", BASE64)
                .one(8, "stringValueStrindex", INT32);
        KEY_VALUE.one(1, "key", STRING).one(2, "value", ANY_VALUE).one(3, "keyStrindex", INT32);
        SCOPE.one(1, "name", STRING)
                .one(2, "version", STRING)
                .many(3, "attributes", KEY_VALUE)
                .one(4, "droppedAttributesCount", UINT32);
        JsonMessage entity = new JsonMessage()
                .one(1, "schemaUrl", STRING)
                .one(2, "type", STRING)
                .many(3, "idKeys", STRING)
                .many(4, "descriptionKeys", STRING);
        RESOURCE.many(1, "attributes", KEY_VALUE)
                .one(2, "droppedAttributesCount", UINT32)
                .many(3, "entityRefs", entity);
    }

    private static void traces() {
        JsonMessage event = new JsonMessage()
                .one(1, "timeUnixNano", FIXED64)
                .one(2, "name", STRING)
                .many(3, "attributes", KEY_VALUE)
                .one(4, "droppedAttributesCount", UINT32);
        JsonMessage link = new JsonMessage()
                .one(1, "traceId", HEX)
                .one(2, "spanId", HEX)
                .one(3, "traceState", STRING)
                .many(4, "attributes", KEY_VALUE)
                .one(5, "droppedAttributesCount", UINT32)
                .one(6, "flags", FIXED32);
        JsonMessage status = new JsonMessage().one(2, "message", STRING).one(3, "code", UINT32);
        JsonMessage span = new JsonMessage()
                .one(1, "traceId", HEX)
                .one(2, "spanId", HEX)
                .one(3, "traceState", STRING)
                .one(4, "parentSpanId", HEX)
                .one(5, "name", STRING)
                .one(6, "kind", UINT32)
                .one(7, "startTimeUnixNano", FIXED64)
                .one(8, "endTimeUnixNano", FIXED64)
                .many(9, "attributes", KEY_VALUE)
                .one(10, "droppedAttributesCount", UINT32)
                .many(11, "events", event)
                .one(12, "droppedEventsCount", UINT32)
                .many(13, "links", link)
                .one(14, "droppedLinksCount", UINT32)
                .one(15, "status", status)
                .one(16, "flags", FIXED32);
        scoped(TRACES_REQUEST, "resourceSpans", "scopeSpans", "spans", span);
    }

    private static void metrics() {
        JsonMessage exemplar = new JsonMessage()
                .one(2, "timeUnixNano", FIXED64)
                .one(3, "asDouble", DOUBLE)
                .one(4, "spanId", HEX)
                .one(5, "traceId", HEX)
                .one(6, "asInt", SFIXED64)
                .many(7, "filteredAttributes", KEY_VALUE);
        JsonMessage number = point(7).one(4, "asDouble", DOUBLE)
                .many(5, "exemplars", exemplar)
                .one(6, "asInt", SFIXED64)
                .one(8, "flags", UINT32);
        JsonMessage histogram = point(9).one(4, "count", FIXED64)
                .one(5, "sum", DOUBLE)
                .many(6, "bucketCounts", FIXED64)
                .many(7, "explicitBounds", DOUBLE)
                .many(8, "exemplars", exemplar)
                .one(10, "flags", UINT32)
                .one(11, "min", DOUBLE)
                .one(12, "max", DOUBLE);
        JsonMessage buckets = new JsonMessage().one(1, "offset", SINT32).many(2, "bucketCounts", UINT64);
        JsonMessage exponential = point(1).one(4, "count", FIXED64)
                .one(5, "sum", DOUBLE)
                .one(6, "scale", SINT32)
                .one(7, "zeroCount", FIXED64)
                .one(8, "positive", buckets)
                .one(9, "negative", buckets)
                .one(10, "flags", UINT32)
                .many(11, "exemplars", exemplar)
                .one(12, "min", DOUBLE)
                .one(13, "max", DOUBLE)
                .one(14, "zeroThreshold", DOUBLE);
        JsonMessage quantile = new JsonMessage().one(1, "quantile", DOUBLE).one(2, "value", DOUBLE);
        JsonMessage summary = point(7).one(4, "count", FIXED64)
                .one(5, "sum", DOUBLE)
                .many(6, "quantileValues", quantile)
                .one(8, "flags", UINT32);
        JsonMessage metric = new JsonMessage()
                .one(1, "name", STRING)
                .one(2, "description", STRING)
                .one(3, "unit", STRING)
                .one(5, "gauge", data(number))
                .one(
                        7,
                        "sum",
                        data(number).one(2, "aggregationTemporality", UINT32).one(3, "isMonotonic", BOOL))
                .one(9, "histogram", data(histogram).one(2, "aggregationTemporality", UINT32))
                .one(10, "exponentialHistogram", data(exponential).one(2, "aggregationTemporality", UINT32))
                .one(11, "summary", data(summary))
                .many(12, "metadata", KEY_VALUE);
        scoped(METRICS_REQUEST, "resourceMetrics", "scopeMetrics", "metrics", metric);
    }

    private static JsonMessage point(int attributesField) {
        return new JsonMessage()
                .many(attributesField, "attributes", KEY_VALUE)
                .one(2, "startTimeUnixNano", FIXED64)
                .one(3, "timeUnixNano", FIXED64);
    }

    private static JsonMessage data(JsonMessage point) {
        return new JsonMessage().many(1, "dataPoints", point);
    }

    private static void logs() {
        JsonMessage record = new JsonMessage()
                .one(1, "timeUnixNano", FIXED64)
                .one(2, "severityNumber", UINT32)
                .one(3, "severityText", STRING)
                .one(5, "body", ANY_VALUE)
                .many(6, "attributes", KEY_VALUE)
                .one(7, "droppedAttributesCount", UINT32)
                .one(8, "flags", FIXED32)
                .one(9, "traceId", HEX)
                .one(10, "spanId", HEX)
                .one(11, "observedTimeUnixNano", FIXED64)
                .one(12, "eventName", STRING);
        scoped(LOGS_REQUEST, "resourceLogs", "scopeLogs", "logRecords", record);
    }

    private static void profiles() {
        JsonMessage type = new JsonMessage().one(1, "typeStrindex", INT32).one(2, "unitStrindex", INT32);
        JsonMessage sample = new JsonMessage()
                .one(1, "stackIndex", INT32)
                .many(2, "attributeIndices", INT32)
                .one(3, "linkIndex", INT32)
                .many(4, "values", INT64)
                .many(5, "timestampsUnixNano", FIXED64);
        JsonMessage profile = new JsonMessage()
                .one(1, "sampleType", type)
                .many(2, "samples", sample)
                .one(3, "timeUnixNano", FIXED64)
                .one(4, "durationNano", UINT64)
                .one(5, "periodType", type)
                .one(6, "period", INT64)
                .one(7, "profileId", BASE64)
                .one(8, "droppedAttributesCount", UINT32)
                .one(9, "originalPayloadFormat", STRING)
                .one(10, "originalPayload", BASE64)
                .many(11, "attributeIndices", INT32);
        scoped(PROFILES_REQUEST, "resourceProfiles", "scopeProfiles", "profiles", profile);
        PROFILES_REQUEST.one(2, "dictionary", dictionary());
    }

    private static JsonMessage dictionary() {
        JsonMessage mapping = new JsonMessage()
                .one(1, "memoryStart", UINT64)
                .one(2, "memoryLimit", UINT64)
                .one(3, "fileOffset", UINT64)
                .one(4, "filenameStrindex", INT32)
                .many(5, "attributeIndices", INT32);
        JsonMessage line = new JsonMessage()
                .one(1, "functionIndex", INT32)
                .one(2, "line", INT64)
                .one(3, "column", INT64);
        JsonMessage location = new JsonMessage()
                .one(1, "mappingIndex", INT32)
                .one(2, "address", UINT64)
                .many(3, "lines", line)
                .many(4, "attributeIndices", INT32);
        JsonMessage function = new JsonMessage()
                .one(1, "nameStrindex", INT32)
                .one(2, "systemNameStrindex", INT32)
                .one(3, "filenameStrindex", INT32)
                .one(4, "startLine", INT64);
        JsonMessage link = new JsonMessage().one(1, "traceId", HEX).one(2, "spanId", HEX);
        JsonMessage attribute = new JsonMessage()
                .one(1, "keyStrindex", INT32)
                .one(2, "value", ANY_VALUE)
                .one(3, "unitStrindex", INT32);
        return new JsonMessage()
                .many(1, "mappingTable", mapping)
                .many(2, "locationTable", location)
                .many(3, "functionTable", function)
                .many(4, "linkTable", link)
                .many(5, "stringTable", STRING)
                .many(6, "attributeTable", attribute)
                .many(7, "stackTable", new JsonMessage().many(1, "locationIndices", INT32));
    }

    private static void scoped(JsonMessage request, String byResource, String byScope, String items, JsonMessage item) {
        JsonMessage scope =
                new JsonMessage().one(1, "scope", SCOPE).many(2, items, item).one(3, "schemaUrl", STRING);
        JsonMessage resource = new JsonMessage()
                .one(1, "resource", RESOURCE)
                .many(2, byScope, scope)
                .one(3, "schemaUrl", STRING);
        request.many(1, byResource, resource);
    }
}
