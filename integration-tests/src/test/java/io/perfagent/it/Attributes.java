package io.perfagent.it;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** OTLP key-values as Java values: String, Long, Double, Boolean, byte[] (as ByteString), List or Map. */
final class Attributes {
    private Attributes() {}

    /** The attributes sorted by key. A key that occurs twice, which OTLP forbids, is an error. */
    static Map<String, Object> toMap(List<KeyValue> attributes) {
        Map<String, Object> map = new TreeMap<>();
        for (KeyValue attribute : attributes) {
            if (map.put(attribute.getKey(), toJava(attribute.getValue())) != null) {
                throw new AssertionError("attribute twice: " + attribute.getKey());
            }
        }
        return map;
    }

    static Object toJava(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case BYTES_VALUE -> value.getBytesValue();
            case KVLIST_VALUE -> toMap(value.getKvlistValue().getValuesList());
            case ARRAY_VALUE -> {
                List<Object> list = new ArrayList<>();
                for (AnyValue element : value.getArrayValue().getValuesList()) {
                    list.add(toJava(element));
                }
                yield list;
            }
            default -> throw new AssertionError("attribute value not set or not known: " + value);
        };
    }
}
