package io.perfagent.sample.lean.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys with a string or a hash as their value, and an optional moment at which they are gone.
 *
 * <p>Every operation is atomic, as in Redis. Keys and fields are kept as ISO 8859-1 text, which maps any bytes to
 * characters and back; values are handed out uncopied and must not be changed. Expired keys are removed when they are
 * next looked at.
 */
final class Keyspace {
    private static final long NEVER = Long.MAX_VALUE;

    private static final class Entry {
        final byte @Nullable [] string;
        final @Nullable Map<String, byte[]> hash;
        long expiresAtMillis;

        private Entry(byte @Nullable [] string, @Nullable Map<String, byte[]> hash, long expiresAtMillis) {
            this.string = string;
            this.hash = hash;
            this.expiresAtMillis = expiresAtMillis;
        }
    }

    /** When SET writes. */
    enum Condition {
        ALWAYS,
        IF_ABSENT,
        IF_PRESENT
    }

    private final LongSupplier clockMillis;
    private final Map<String, Entry> entries = new HashMap<>();

    Keyspace(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    synchronized byte @Nullable [] get(byte[] key) throws CommandException {
        Entry entry = live(text(key));
        return entry == null ? null : stringOf(entry);
    }

    /** As {@link #get}, but another kind of value reads as missing: what MGET wants. */
    synchronized byte @Nullable [] getIfString(byte[] key) {
        Entry entry = live(text(key));
        return entry == null ? null : entry.string;
    }

    /**
     * Writes a string over whatever is there.
     *
     * @param timeToLiveMillis how long the key lives, or null for ever
     * @return whether the condition held
     */
    synchronized boolean set(byte[] key, byte[] value, @Nullable Long timeToLiveMillis, Condition condition) {
        String name = text(key);
        boolean present = live(name) != null;
        if ((condition == Condition.IF_ABSENT && present) || (condition == Condition.IF_PRESENT && !present)) {
            return false;
        }
        long expiresAtMillis = timeToLiveMillis == null ? NEVER : after(timeToLiveMillis);
        entries.put(name, new Entry(value, null, expiresAtMillis));
        return true;
    }

    /** Whether the key was there. */
    synchronized boolean delete(byte[] key) {
        String name = text(key);
        return live(name) != null && entries.remove(name) != null;
    }

    /** Adds one to the number a string holds, keeping its expiry; a missing key counts as 0. */
    synchronized long increment(byte[] key) throws CommandException {
        String name = text(key);
        Entry entry = live(name);
        long value;
        try {
            value = entry == null ? 1 : Math.addExact(Long.parseLong(text(stringOf(entry))), 1);
        } catch (ArithmeticException | NumberFormatException e) {
            throw CommandException.notAnInteger();
        }
        long expiresAtMillis = entry == null ? NEVER : entry.expiresAtMillis;
        entries.put(name, new Entry(Long.toString(value).getBytes(ISO_8859_1), null, expiresAtMillis));
        return value;
    }

    /** Limits a key's life from now on; not positive removes it. Returns whether the key was there. */
    synchronized boolean expire(byte[] key, long timeToLiveMillis) {
        Entry entry = live(text(key));
        if (entry == null) {
            return false;
        }
        entry.expiresAtMillis = after(timeToLiveMillis);
        return true;
    }

    synchronized byte @Nullable [] hashGet(byte[] key, byte[] field) throws CommandException {
        return hashAt(text(key)).get(text(field));
    }

    /** Sets fields; returns how many of them are new. */
    synchronized int hashSet(byte[] key, Map<byte[], byte[]> fields) throws CommandException {
        String name = text(key);
        Entry entry = live(name);
        if (entry == null) {
            entry = new Entry(null, new LinkedHashMap<>(), NEVER);
            entries.put(name, entry);
        }
        Map<String, byte[]> hash = hashOf(entry);
        int added = 0;
        for (Map.Entry<byte[], byte[]> field : fields.entrySet()) {
            if (hash.put(text(field.getKey()), field.getValue()) == null) {
                added++;
            }
        }
        return added;
    }

    /** A copy of a hash, field by value, in the order of insertion; empty for a missing key. */
    synchronized Map<String, byte[]> hashGetAll(byte[] key) throws CommandException {
        return new LinkedHashMap<>(hashAt(text(key)));
    }

    private @Nullable Entry live(String name) {
        Entry entry = entries.get(name);
        if (entry != null && entry.expiresAtMillis <= clockMillis.getAsLong()) {
            entries.remove(name);
            return null;
        }
        return entry;
    }

    private Map<String, byte[]> hashAt(String name) throws CommandException {
        Entry entry = live(name);
        return entry == null ? Map.of() : hashOf(entry);
    }

    private long after(long timeToLiveMillis) {
        long now = clockMillis.getAsLong();
        return timeToLiveMillis > NEVER - now ? NEVER : now + timeToLiveMillis;
    }

    private static byte[] stringOf(Entry entry) throws CommandException {
        if (entry.string == null) {
            throw wrongType();
        }
        return entry.string;
    }

    private static Map<String, byte[]> hashOf(Entry entry) throws CommandException {
        if (entry.hash == null) {
            throw wrongType();
        }
        return entry.hash;
    }

    private static CommandException wrongType() {
        return new CommandException("WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
