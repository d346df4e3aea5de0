package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import java.util.ArrayList;
import java.util.List;

/** Makes starts for tests, in milliseconds; names of threads are {@code thread-<n>}. */
final class Starts {
    static final long MAIN = 1;
    private static final long MILLI = 1_000_000;

    private final List<StartRecord> records = new ArrayList<>();

    Starts piece(int kind, String name, long thread, long fromMillis, long toMillis) {
        return piece(kind, name, 0, thread, fromMillis, toMillis);
    }

    Starts piece(int kind, String name, int subject, long thread, long fromMillis, long toMillis) {
        StartRecord made = new StartRecord(kind, name, subject, thread, "thread-" + thread, fromMillis * MILLI);
        made.endNanos = toMillis * MILLI;
        records.add(made);
        return this;
    }

    Starts bean(String name, long fromMillis, long toMillis) {
        return piece(Kind.BEAN, name, MAIN, fromMillis, toMillis);
    }

    StartRecord[] records() {
        return records.toArray(new StartRecord[0]);
    }

    Pieces pieces(long endMillis) {
        return Pieces.of(records(), endMillis * MILLI);
    }

    /** The path as lines such as {@code "10-30 a"}, or {@code "10-30 -"} for what has no name. */
    static List<String> path(Pieces pieces, long endMillis) {
        List<String> lines = new ArrayList<>();
        for (CriticalPath.Step step : CriticalPath.of(pieces, MAIN, 0, endMillis * MILLI)) {
            Piece piece = step.piece();
            Piece via = step.via();
            lines.add(step.fromNanos() / MILLI + "-" + step.toNanos() / MILLI + " "
                    + (piece == null ? "-" : piece.name)
                    + (via == null ? "" : " for " + via.name + (step.inferred() ? "?" : "")));
        }
        return lines;
    }

    static Piece named(Pieces pieces, String name) {
        return pieces.all.stream()
                .filter(piece -> piece.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    static long millis(long nanos) {
        return nanos / MILLI;
    }
}
