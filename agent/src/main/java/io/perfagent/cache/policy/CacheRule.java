package io.perfagent.cache.policy;

import java.util.List;

/**
 * What an operator allows for reads of one kind. Immutable.
 *
 * @param text as it was written
 * @param kind {@code sql} or {@code redis}
 * @param target a query summary, {@code #id} of one text, or a literal key prefix without its final {@code *}
 * @param prefix whether the target ended with {@code *}
 * @param ttlMillis as given, else the level's own
 * @param keyColumns the columns of a primary or unique key of the table that is read, {@code table.column} where it reads several;
 *     empty if not given
 * @param soleWriter whether this process alone writes what is read
 * @param negative whether empty answers are kept, too
 * @param versioned whether what is read may be old although updates compare a version in it
 */
public record CacheRule(
        String text,
        String kind,
        String target,
        boolean prefix,
        CacheLevel level,
        long ttlMillis,
        List<String> keyColumns,
        boolean soleWriter,
        boolean negative,
        boolean versioned) {

    /** Whether others' writes must be told of: it is served only while somebody does. */
    public boolean needsChannel() {
        return level == CacheLevel.TRACKED && !soleWriter;
    }

    /** Bytes of the target as Redis has them. */
    public int targetBytes() {
        int bytes = 0;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
