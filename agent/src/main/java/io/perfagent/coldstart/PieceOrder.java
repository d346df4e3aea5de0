package io.perfagent.coldstart;

import java.util.Comparator;

/** Orders of pieces, by one class: a lambda for each would be made anew at each start, which takes a millisecond each. */
enum PieceOrder implements Comparator<Piece> {
    /** By their begin; the longer of two that begin together holds the other. */
    NESTED,
    /** By their own time, longest first. */
    LONGEST_SELF,
    /** By their whole time, longest first. */
    LONGEST;

    @Override
    public int compare(Piece one, Piece other) {
        if (this == LONGEST_SELF) {
            return Long.compare(other.selfNanos, one.selfNanos);
        }
        if (this == LONGEST) {
            return Long.compare(other.totalNanos(), one.totalNanos());
        }
        int begun = Long.compare(one.startNanos, other.startNanos);
        return begun != 0 ? begun : Long.compare(other.endNanos, one.endNanos);
    }
}
