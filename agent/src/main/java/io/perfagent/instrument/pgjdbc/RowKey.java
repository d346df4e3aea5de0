package io.perfagent.instrument.pgjdbc;

import io.perfagent.cache.sql.Equality;
import io.perfagent.cache.tier.Hash64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which row a read or a write means, by the values of its key. Only integers and binary UUIDs: what else is equal depends on
 * the column's type and collation. Pure.
 *
 * @param hash the same for the same values, however they are sent
 */
record RowKey(long hash) {
    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int UUID = 2950;

    /** Null unless each column of the key has a value that can be compared. */
    static @Nullable RowKey of(List<String> key, List<Equality> equalities, @Nullable Object[] values, int[] types) {
        long hash = 0;
        for (String column : key) {
            Equality found = null;
            for (Equality one : equalities) {
                if (one.column().equals(column)) {
                    found = one;
                    break;
                }
            }
            if (found == null) {
                return null;
            }
            int at = found.parameter() - 1;
            if (at < 0) {
                hash = Hash64.mix(hash, found.literal());
                continue;
            }
            if (at >= values.length || at >= types.length || values[at] == null) {
                return null;
            }
            int type = types[at];
            Object value = values[at];
            if (type == UUID && value instanceof byte[] && ((byte[]) value).length == 16) {
                byte[] bytes = (byte[]) value;
                hash = Hash64.mix(Hash64.mix(hash, number(bytes, 0, 8)), number(bytes, 8, 16));
            } else if (type == INT8 || type == INT4 || type == INT2) {
                Long number = integer(value);
                if (number == null) {
                    return null;
                }
                hash = Hash64.mix(hash, number);
            } else {
                return null;
            }
        }
        return new RowKey(hash);
    }

    private static @Nullable Long integer(Object value) {
        if (value instanceof byte[]) {
            byte[] bytes = (byte[]) value;
            int length = bytes.length;
            return length == 2 || length == 4 || length == 8 ? number(bytes, 0, length) : null;
        }
        if (!(value instanceof String)) {
            return null;
        }
        String text = (String) value;
        int length = text.length();
        if (length == 0 || length > 18) {
            return null;
        }
        boolean negative = text.charAt(0) == '-';
        if (negative && length == 1) {
            return null;
        }
        long number = 0;
        for (int i = negative ? 1 : 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            number = number * 10 + (c - '0');
        }
        return negative ? -number : number;
    }

    /** Big-endian, with its sign. */
    private static long number(byte[] bytes, int from, int to) {
        long number = bytes[from];
        for (int i = from + 1; i < to; i++) {
            number = number << 8 | bytes[i] & 0xff;
        }
        return number;
    }
}
