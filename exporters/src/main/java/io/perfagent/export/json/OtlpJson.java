package io.perfagent.export.json;

import io.perfagent.export.Signal;
import io.perfagent.export.json.JsonMessage.Field;
import io.perfagent.export.proto.ProtoReader;

/**
 * Turns a serialised OTLP request into OTLP/JSON on one line.
 *
 * <p>Keys are lowerCamelCase, trace and span ids hex, 64-bit integers decimal strings, enums numbers, bytes Base64, and
 * NaN and the infinities strings. Unknown fields are left out; of a singular field given twice the last one counts. Not
 * thread-safe; made to be reused.
 *
 * <p>Source: OTLP specification, "JSON Protobuf Encoding"; ProtoJSON format.
 */
public final class OtlpJson {
    private static final int MAX_DEPTH = 32;

    private final JsonOutput out = new JsonOutput();
    // Readers for each level: one that walks, one that picks the values of a field.
    private final ProtoReader[] walkers = new ProtoReader[MAX_DEPTH];
    private final ProtoReader[] pickers = new ProtoReader[MAX_DEPTH];

    public OtlpJson() {
        for (int i = 0; i < MAX_DEPTH; i++) {
            walkers[i] = new ProtoReader();
            pickers[i] = new ProtoReader();
        }
    }

    /**
     * Transcodes a request, replacing what {@link #array()} held.
     *
     * @return false if the request is malformed, or nested deeper than {@value #MAX_DEPTH} messages; what was written then
     *     means nothing
     */
    public boolean transcode(Signal signal, byte[] request, int sizeBytes) {
        out.clear();
        switch (signal) {
            case TRACES:
                return message(OtlpSchema.TRACES_REQUEST, request, 0, sizeBytes, 0);
            case METRICS:
                return message(OtlpSchema.METRICS_REQUEST, request, 0, sizeBytes, 0);
            case LOGS:
                return message(OtlpSchema.LOGS_REQUEST, request, 0, sizeBytes, 0);
            case PROFILES:
                return message(OtlpSchema.PROFILES_REQUEST, request, 0, sizeBytes, 0);
        }
        throw new AssertionError(signal);
    }

    /** The text in UTF-8, valid up to {@link #size()} and until the next request; it holds no line break. */
    public byte[] array() {
        return out.array();
    }

    public int size() {
        return out.size();
    }

    private boolean message(JsonMessage type, byte[] data, int from, int to, int depth) {
        if (depth == MAX_DEPTH) {
            return false;
        }
        ProtoReader walker = walkers[depth].reset(data, from, to);
        long present = 0;
        while (walker.next()) {
            if (type.knows(walker.field())) {
                present |= 1L << walker.field();
            }
        }
        if (walker.malformed()) {
            return false;
        }
        out.raw('{');
        boolean first = true;
        while (present != 0) {
            int number = Long.numberOfTrailingZeros(present);
            present &= present - 1;
            if (!first) {
                out.raw(',');
            }
            first = false;
            Field field = type.field(number);
            out.quoted(field.name);
            out.raw(':');
            boolean whole = field.repeated
                    ? array(field, number, data, from, to, depth)
                    : last(field, number, data, from, to, depth);
            if (!whole) {
                return false;
            }
        }
        out.raw('}');
        return true;
    }

    private boolean last(Field field, int number, byte[] data, int from, int to, int depth) {
        ProtoReader picker = pickers[depth].reset(data, from, to);
        boolean whole = false;
        int left = 0;
        while (picker.next()) {
            left += picker.field() == number ? 1 : 0;
        }
        picker.reset(data, from, to);
        while (picker.next()) {
            if (picker.field() == number && --left == 0) {
                whole = value(field, picker, data, depth);
            }
        }
        return whole;
    }

    private boolean array(Field field, int number, byte[] data, int from, int to, int depth) {
        ProtoReader picker = pickers[depth].reset(data, from, to);
        out.raw('[');
        boolean first = true;
        while (picker.next()) {
            if (picker.field() != number) {
                continue;
            }
            boolean packed = picker.wireType() == ProtoReader.LENGTH_DELIMITED && isScalar(field);
            if (packed && picker.start() == picker.end()) {
                continue;
            }
            if (!first) {
                out.raw(',');
            }
            first = false;
            if (packed ? !packed(field, picker) : !value(field, picker, data, depth)) {
                return false;
            }
        }
        out.raw(']');
        return true;
    }

    private boolean packed(Field field, ProtoReader picker) {
        boolean first = true;
        while (picker.start() < picker.end()) {
            if (!first) {
                out.raw(',');
            }
            first = false;
            scalar(
                    field,
                    wireType(field) == ProtoReader.VARINT ? picker.nextPackedVarint() : picker.nextPackedFixed64());
        }
        return !picker.malformed();
    }

    private static boolean isScalar(Field field) {
        return wireType(field) != ProtoReader.LENGTH_DELIMITED;
    }

    private static int wireType(Field field) {
        switch (field.kind) {
            case STRING:
            case HEX:
            case BASE64:
            case MESSAGE:
                return ProtoReader.LENGTH_DELIMITED;
            case FIXED64:
            case SFIXED64:
            case DOUBLE:
                return ProtoReader.FIXED64;
            case FIXED32:
                return ProtoReader.FIXED32;
            default:
                return ProtoReader.VARINT;
        }
    }

    private boolean value(Field field, ProtoReader picker, byte[] data, int depth) {
        if (picker.wireType() != wireType(field)) {
            return false;
        }
        switch (field.kind) {
            case STRING:
                out.string(data, picker.start(), picker.end());
                return true;
            case HEX:
                out.hex(data, picker.start(), picker.end());
                return true;
            case BASE64:
                out.base64(data, picker.start(), picker.end());
                return true;
            case MESSAGE:
                return message(field.type, data, picker.start(), picker.end(), depth + 1);
            default:
                scalar(field, picker.value());
                return true;
        }
    }

    private void scalar(Field field, long value) {
        switch (field.kind) {
            case BOOL:
                out.raw(value == 0 ? "false" : "true");
                break;
            case INT32:
                out.raw(Integer.toString((int) value));
                break;
            case SINT32:
                out.raw(Integer.toString((int) (value >>> 1) ^ -(int) (value & 1)));
                break;
            case FIXED32:
                out.raw(Long.toString(value & 0xffffffffL));
                break;
            case INT64:
            case SFIXED64:
                out.quoted(Long.toString(value));
                break;
            case UINT64:
            case FIXED64:
                out.quoted(Long.toUnsignedString(value));
                break;
            case DOUBLE:
                out.number(Double.longBitsToDouble(value));
                break;
            default:
                out.raw(Long.toString(value & 0xffffffffL));
        }
    }
}
