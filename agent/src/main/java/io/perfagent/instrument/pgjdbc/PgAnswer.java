package io.perfagent.instrument.pgjdbc;

import io.perfagent.cache.Fill;
import io.perfagent.cache.tier.Hash64;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * The raw rows of one answer: copied out of the driver's objects, and handed to a caller as new ones. Types of the JDK only,
 * so that an entry keeps no driver's loader.
 */
final class PgAnswer {
    private static final int MAX_ROWS = 1_000;
    private static final int NUMBERS = 6;
    private static final int ROW_BYTES = 40;
    private static final int CELL_BYTES = 20;
    private static final int FIELD_BYTES = 96;

    /** {@code {String[] labels, int[] numbers, byte[][][] rows}}; null if nothing, or too much, was copied. */
    @Nullable
    Object value;

    int bytes;
    long digest;
    boolean isEmpty;

    /** Whether a column was sent in the binary format. */
    boolean isBinary;

    /** More than is kept. */
    boolean isTooLarge;

    private PgAnswer() {}

    /** Reads what the server has sent, before the application sees it. */
    static PgAnswer of(Field[] fields, List<?> tuples, boolean wantsValue) {
        PgAnswer answer = new PgAnswer();
        answer.isEmpty = tuples.isEmpty();
        String[] labels = new String[fields.length];
        int[] numbers = new int[fields.length * NUMBERS];
        long hash = tuples.size();
        for (int i = 0; i < fields.length; i++) {
            Field field = fields[i];
            labels[i] = field.getColumnLabel();
            int at = i * NUMBERS;
            numbers[at] = field.getOID();
            numbers[at + 1] = PgFields.length(field);
            numbers[at + 2] = field.getMod();
            numbers[at + 3] = field.getTableOid();
            numbers[at + 4] = field.getPositionInTable();
            numbers[at + 5] = field.getFormat();
            answer.isBinary |= field.getFormat() == Field.BINARY_FORMAT;
            hash = Hash64.mix(Hash64.mix(hash, field.getOID()), Hash64.of(labels[i], 0));
            answer.bytes += FIELD_BYTES + 2 * labels[i].length();
        }
        if (tuples.size() > MAX_ROWS) {
            answer.isTooLarge = true;
            return answer;
        }
        byte[][][] rows = new byte[tuples.size()][][];
        for (int r = 0; r < rows.length; r++) {
            Tuple tuple = (Tuple) tuples.get(r);
            byte[][] row = new byte[fields.length][];
            answer.bytes += ROW_BYTES + CELL_BYTES * fields.length;
            for (int c = 0; c < fields.length; c++) {
                byte[] cell = tuple.get(c);
                if (cell == null) {
                    hash = Hash64.mix(hash, -1);
                    continue;
                }
                answer.bytes += cell.length;
                if (answer.bytes > Fill.MAX_BYTES) {
                    answer.isTooLarge = true;
                    return answer;
                }
                hash = Hash64.mix(hash, Hash64.of(cell, cell.length));
                row[c] = wantsValue ? cell.clone() : cell;
            }
            rows[r] = row;
        }
        answer.digest = hash;
        answer.value = wantsValue ? new Object[] {labels, numbers, rows} : null;
        return answer;
    }

    /** Whether the columns of a kept answer are these: by label and type. */
    static boolean hasColumns(Object value, Field[] described) {
        String[] labels = (String[]) ((Object[]) value)[0];
        int[] numbers = (int[]) ((Object[]) value)[1];
        if (labels.length != described.length) {
            return false;
        }
        for (int i = 0; i < labels.length; i++) {
            Field field = described[i];
            if (numbers[i * NUMBERS] != field.getOID() || !labels[i].equals(field.getColumnLabel())) {
                return false;
            }
        }
        return true;
    }

    /** The columns of a kept answer, as new objects of the driver. */
    static Field[] fields(Object value) {
        String[] labels = (String[]) ((Object[]) value)[0];
        int[] numbers = (int[]) ((Object[]) value)[1];
        Field[] fields = new Field[labels.length];
        for (int i = 0; i < fields.length; i++) {
            int at = i * NUMBERS;
            fields[i] = PgFields.make(
                    labels[i], numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3], numbers[at + 4]);
            fields[i].setFormat(numbers[at + 5]);
        }
        return fields;
    }

    /** Its rows, copied: the application may change what {@code getBytes} gives it. */
    static List<Tuple> tuples(Object value) {
        byte[][][] rows = (byte[][][]) ((Object[]) value)[2];
        List<Tuple> tuples = new ArrayList<>(rows.length);
        for (byte[][] row : rows) {
            Tuple tuple = new Tuple(row.length);
            for (int c = 0; c < row.length; c++) {
                byte[] cell = row[c];
                if (cell != null) {
                    tuple.set(c, cell.clone());
                }
            }
            tuples.add(tuple);
        }
        return tuples;
    }
}
