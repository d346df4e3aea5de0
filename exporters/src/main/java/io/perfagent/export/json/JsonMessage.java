package io.perfagent.export.json;

/** One protobuf message type as OTLP/JSON writes it: its fields by number. */
final class JsonMessage {
    /** How a field's value is written. */
    enum Kind {
        STRING,
        /** Trace and span ids. */
        HEX,
        BASE64,
        BOOL,
        /** uint32, enum: a number. */
        UINT32,
        /** int32: a number. */
        INT32,
        /** sint32: zigzag on the wire, a number. */
        SINT32,
        /** fixed32: a number. */
        FIXED32,
        /** int64: a decimal string. */
        INT64,
        /** uint64: a decimal string. */
        UINT64,
        /** fixed64: a decimal string. */
        FIXED64,
        /** sfixed64: a decimal string. */
        SFIXED64,
        DOUBLE,
        MESSAGE
    }

    /** Highest field number known, so that the fields present fit the bits of a long. */
    static final int MAX_FIELD = 63;

    private final Field[] fields = new Field[MAX_FIELD + 1];

    JsonMessage one(int number, String name, Kind kind) {
        fields[number] = new Field(name, kind, false, this);
        return this;
    }

    JsonMessage one(int number, String name, JsonMessage type) {
        fields[number] = new Field(name, Kind.MESSAGE, false, type);
        return this;
    }

    JsonMessage many(int number, String name, Kind kind) {
        fields[number] = new Field(name, kind, true, this);
        return this;
    }

    JsonMessage many(int number, String name, JsonMessage type) {
        fields[number] = new Field(name, Kind.MESSAGE, true, type);
        return this;
    }

    boolean knows(int number) {
        return number >= 0 && number <= MAX_FIELD && fields[number] != null;
    }

    Field field(int number) {
        return fields[number];
    }

    /** A field; {@code type} counts for messages only. */
    static final class Field {
        final String name;
        final Kind kind;
        final boolean repeated;
        final JsonMessage type;

        Field(String name, Kind kind, boolean repeated, JsonMessage type) {
            this.name = name;
            this.kind = kind;
            this.repeated = repeated;
            this.type = type;
        }
    }
}
