package io.perfagent.control.ledger;

import io.perfagent.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: a JSON object of texts, numbers and, one level down, objects of numbers. In the order put; a key
 * put again keeps its place. Not thread-safe.
 */
public final class JsonObject {
    private final Map<String, Object> members = new LinkedHashMap<>();

    public JsonObject put(String key, String value) {
        members.put(key, value);
        return this;
    }

    /** A number that is not finite is left out: JSON has none. */
    public JsonObject put(String key, double value) {
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            members.put(key, value);
        }
        return this;
    }

    public JsonObject put(String key, JsonObject value) {
        members.put(key, value);
        return this;
    }

    /** A text, or null where there is none of that name. */
    public @Nullable String text(String key) {
        return members.get(key) instanceof String text ? text : null;
    }

    /** A number, or {@code otherwise}. */
    public double number(String key, double otherwise) {
        return members.get(key) instanceof Double number ? number : otherwise;
    }

    /** An object, or null where there is none of that name. */
    public @Nullable JsonObject object(String key) {
        return members.get(key) instanceof JsonObject object ? object : null;
    }

    /** Its keys, in order. */
    public Iterable<String> keys() {
        return members.keySet();
    }

    /** What a line holds, or null if it is damaged. */
    public static @Nullable JsonObject parse(String line) {
        return new JsonLineParser(line).parse();
    }

    /** As one line, without its end. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(256);
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Object> member : members.entrySet()) {
            out.append(separator);
            JsonWriter.quote(out, member.getKey());
            out.append(':');
            Object value = member.getValue();
            if (value instanceof JsonObject object) {
                object.write(out);
            } else if (value instanceof Double number) {
                writeNumber(out, number);
            } else {
                JsonWriter.quote(out, (String) value);
            }
            separator = ",";
        }
        out.append('}');
    }

    private static void writeNumber(StringBuilder out, double number) {
        long whole = (long) number;
        if (whole == number && Math.abs(number) < 1L << 53) {
            out.append(whole);
        } else {
            out.append(number);
        }
    }
}
