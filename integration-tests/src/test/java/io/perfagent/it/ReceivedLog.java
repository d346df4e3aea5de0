package io.perfagent.it;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.Map;

/** One log record as it arrived, with the resource and scope it arrived under. Immutable. */
public record ReceivedLog(Resource resource, InstrumentationScope scope, LogRecord log) {

    public String eventName() {
        return log.getEventName();
    }

    public String body() {
        return log.getBody().getStringValue();
    }

    public Map<String, Object> attributes() {
        return Attributes.toMap(log.getAttributesList());
    }
}
