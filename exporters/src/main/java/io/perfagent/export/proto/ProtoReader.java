package io.perfagent.export.proto;

/**
 * Walks over the fields of one message, whatever the input: malformed bytes end the walk and set {@link #malformed()}.
 * Reused by {@link #reset}; a nested message is walked by another reader. Not thread-safe.
 */
public final class ProtoReader {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int LENGTH_DELIMITED = 2;
    public static final int FIXED32 = 5;

    private byte[] data = new byte[0];
    private int position;
    private int limit;
    private int field;
    private int wireType;
    private long value;
    private int start;
    private boolean malformed;

    /** Starts over with the message in {@code data} from {@code from} to before {@code to}. */
    public ProtoReader reset(byte[] data, int from, int to) {
        this.data = data;
        this.position = from;
        this.limit = to;
        this.malformed = from < 0 || to > data.length || from > to;
        return this;
    }

    /** Reads the next field; false at the end and at the first malformed byte. */
    public boolean next() {
        if (malformed || position >= limit) {
            return false;
        }
        long tag = readVarint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (tag >>> 32 != 0 || field == 0) {
            malformed = true;
        }
        switch (wireType) {
            case VARINT:
                value = readVarint();
                break;
            case FIXED64:
                value = readFixed(8);
                break;
            case FIXED32:
                value = readFixed(4);
                break;
            case LENGTH_DELIMITED:
                long length = readVarint();
                if (length < 0 || length > limit - position) {
                    malformed = true;
                } else {
                    start = position;
                    position += (int) length;
                }
                break;
            default:
                malformed = true;
        }
        return !malformed;
    }

    /** Number of the current field. */
    public int field() {
        return field;
    }

    public int wireType() {
        return wireType;
    }

    /** Value of a varint, fixed64 or fixed32 field, the last zero-extended. */
    public long value() {
        return value;
    }

    /** Where the bytes of a length-delimited field begin. */
    public int start() {
        return start;
    }

    /** Where the bytes of a length-delimited field end. */
    public int end() {
        return position;
    }

    /** Whether the walk ended early. */
    public boolean malformed() {
        return malformed;
    }

    /** A varint at {@link #start()} of packed values: advances the start. For use until it reaches {@link #end()}. */
    public long nextPackedVarint() {
        int end = position;
        position = start;
        int outerLimit = limit;
        limit = end;
        long packed = readVarint();
        start = malformed ? end : position;
        position = end;
        limit = outerLimit;
        return packed;
    }

    /** A fixed64 at {@link #start()} of packed values: advances the start. */
    public long nextPackedFixed64() {
        int end = position;
        position = start;
        int outerLimit = limit;
        limit = end;
        long packed = readFixed(8);
        start = malformed ? end : position;
        position = end;
        limit = outerLimit;
        return packed;
    }

    private long readVarint() {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= limit) {
                break;
            }
            byte b = data[position++];
            result |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return result;
            }
        }
        malformed = true;
        return 0;
    }

    private long readFixed(int bytes) {
        if (limit - position < bytes) {
            malformed = true;
            return 0;
        }
        long result = 0;
        for (int i = 0; i < bytes; i++) {
            result |= (data[position++] & 0xffL) << (8 * i);
        }
        return result;
    }
}
