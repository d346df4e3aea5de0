package io.perfagent.weave.cache;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Woven class files by what they were woven from, in one file per agent build and JDK build.
 *
 * <p>File, big-endian: {@code long magic, long setting}, then entries of {@code long high, long low, int size, int crc,
 * bytes}; {@code size} 0 says that the class needs no weaving. A damaged tail is ignored and written anew. It is replaced
 * whole, by rename, and first read again, so that JVMs that weave at the same time add to each other's entries. Safe for
 * all threads.
 */
public final class WeaveCache {
    private static final long MAGIC = 0x5046574541564531L;
    private static final int MAX_ENTRIES = 4096;
    private static final long MAX_FILE_BYTES = 64L << 20;
    private static final int HEAD_BYTES = 16;
    private static final int ENTRY_HEAD_BYTES = 24;
    private static final int MAX_REMARKS = 16;
    private static final byte[] NOTHING = new byte[0];

    /** High half of the keys of what is no class. */
    private static final long REMARK = 0;

    private static final long NOTES = 0;

    private final @Nullable File file;
    private final long setting;

    /** Held while the file is written. Never this object's own lock: classes that load wait for that one. */
    private final Object storing = new Object();

    private final Map<Key, Entry> entries = new HashMap<>();
    private final Set<Key> used = new HashSet<>();

    /** Put by this process. */
    private final Set<Key> made = new HashSet<>();

    private final Set<Key> refusedKeys = new HashSet<>();
    private boolean dirty;
    private int hits;
    private int misses;
    private int refused;
    private int damaged;

    private static final class Key {
        final long high;
        final long low;

        Key(long high, long low) {
            this.high = high;
            this.low = low;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key && ((Key) other).high == high && ((Key) other).low == low;
        }

        @Override
        public int hashCode() {
            return (int) low;
        }
    }

    /** A piece of the file as it was read, or bytes of its own; checked when it is first used. */
    private static final class Entry {
        final byte[] array;
        final int offset;
        final int size;
        final int crc;

        Entry(byte[] array, int offset, int size, int crc) {
            this.array = array;
            this.offset = offset;
            this.size = size;
            this.crc = crc;
        }

        static Entry of(byte[] bytes) {
            return new Entry(bytes, 0, bytes.length, crc(bytes, 0, bytes.length));
        }

        boolean isSound() {
            return crc(array, offset, size) == crc;
        }

        byte[] bytes() {
            return Arrays.copyOfRange(array, offset, offset + size);
        }
    }

    /**
     * @param file the cache file, which may not exist; null keeps everything in memory
     * @param setting hash of whatever else shapes weaving; a file with another value is replaced
     */
    public WeaveCache(@Nullable File file, long setting) {
        this.file = file;
        this.setting = setting;
    }

    /** Reads what is on disk; the caller has made sure that it may be trusted. */
    public void load() {
        if (file != null) {
            merge(read(file));
        }
    }

    /** Null if there is more than a cache may be, and nothing if there is none. */
    private static byte @Nullable [] read(File from) {
        try (RandomAccessFile in = new RandomAccessFile(from, "r")) {
            if (in.length() > MAX_FILE_BYTES) {
                return null;
            }
            byte[] all = new byte[(int) in.length()];
            in.readFully(all);
            return all;
        } catch (IOException e) {
            return NOTHING;
        }
    }

    private synchronized void merge(byte @Nullable [] all) {
        if (all == null) {
            damaged++;
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(all);
        if (all.length < 16 || buffer.getLong() != MAGIC || buffer.getLong() != setting) {
            return;
        }
        while (buffer.remaining() >= 24 && entries.size() < MAX_ENTRIES) {
            Key key = new Key(buffer.getLong(), buffer.getLong());
            int size = buffer.getInt();
            int crc = buffer.getInt();
            if (size < 0 || size > buffer.remaining()) {
                damaged++;
                return;
            }
            if (!entries.containsKey(key) && !refusedKeys.contains(key)) {
                entries.put(key, new Entry(all, buffer.position(), size, crc));
            }
            buffer.position(buffer.position() + size);
        }
        if (buffer.hasRemaining()) {
            damaged++;
        }
    }

    /**
     * The woven bytes for a class, a zero-length array for "needs no weaving", or null for "not known".
     *
     * @param original the class file that is about to be woven; an entry that differs by more than calls of the seam is
     *     dropped and counted
     */
    public synchronized byte @Nullable [] find(long high, long low, byte[] original) {
        Key key = new Key(high, low);
        byte[] found = sound(key);
        if (found == null) {
            misses++;
            return null;
        }
        if (found.length > 0 && !WovenCheck.accepts(original, found)) {
            refused++;
            entries.remove(key);
            refusedKeys.add(key); // or the next store would read it back
            dirty = true;
            misses++;
            return null;
        }
        hits++;
        used.add(key);
        return found;
    }

    private byte @Nullable [] sound(Key key) {
        Entry entry = soundEntry(key);
        return entry == null ? null : entry.size == 0 ? NOTHING : entry.bytes();
    }

    private @Nullable Entry soundEntry(Key key) {
        Entry entry = entries.get(key);
        if (entry != null && !entry.isSound()) {
            damaged++;
            entries.remove(key);
            return null;
        }
        return entry;
    }

    /** Whether there is an entry; not counted. */
    public synchronized boolean has(long high, long low) {
        return soundEntry(new Key(high, low)) != null;
    }

    /** Adds what was woven; null says that the class needs no weaving. */
    public synchronized void put(long high, long low, byte @Nullable [] woven) {
        if (made.size()
                < MAX_ENTRIES) { // in memory beside as many that were found; in the file there is room for one of both
            Key key = new Key(high, low);
            entries.put(key, Entry.of(woven == null ? NOTHING : woven));
            made.add(key);
            dirty = true;
        }
    }

    /** Keeps bytes beside an entry, found and dropped as it is. */
    public void putBeside(long high, long low, byte[] bytes) {
        put(high, ~low, bytes);
    }

    /** What is kept beside an entry, or null; not counted. */
    public synchronized byte @Nullable [] beside(long high, long low) {
        Key key = new Key(high, ~low);
        byte[] found = sound(key);
        if (found != null) {
            used.add(key);
        }
        return found;
    }

    /** Drops what this process has no use for: other applications share the file, and old versions of libraries stay in it. */
    private void makeRoom() {
        for (Key key : new ArrayList<>(entries.keySet())) {
            if (entries.size() <= MAX_ENTRIES) {
                return;
            }
            if (key.high != REMARK && !used.contains(key) && !made.contains(key)) {
                entries.remove(key);
            }
        }
    }

    /** Text kept with the entries, or null. */
    public synchronized @Nullable String notes() {
        byte[] notes = remark(NOTES);
        return notes == null ? null : new String(notes, StandardCharsets.UTF_8);
    }

    public synchronized void setNotes(byte[] utf8) {
        setRemark(NOTES, utf8);
    }

    /** What was kept with the entries under this number, or null. */
    public synchronized byte @Nullable [] remark(long number) {
        return sound(new Key(REMARK, number));
    }

    /** Keeps bytes with the entries; of too many remarks, those before this one are dropped, the notes excepted. */
    public synchronized void setRemark(long number, byte[] bytes) {
        List<Key> remarks = new ArrayList<>();
        for (Key key : entries.keySet()) {
            if (key.high == REMARK && key.low != NOTES) {
                remarks.add(key);
            }
        }
        if (remarks.size() >= MAX_REMARKS) {
            entries.keySet().removeAll(remarks);
        }
        entries.put(new Key(REMARK, number), Entry.of(bytes));
        dirty = true;
    }

    public synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    public synchronized boolean isDirty() {
        return dirty || damaged > 0;
    }

    /**
     * Writes all entries beside the file and renames.
     *
     * @param merge whether to read the file first, so that another JVM's entries stay
     * @param readable whether every user may read the file, as a layer of an image must be
     * @throws IOException if it cannot be written; the cache goes on in memory
     */
    public void store(boolean merge, boolean readable) throws IOException {
        if (file == null) {
            return;
        }
        synchronized (storing) {
            if (merge) {
                merge(read(file));
            }
            byte[] content = content();
            try {
                AtomicFile.replace(file, content, readable);
            } catch (IOException | RuntimeException e) {
                synchronized (this) {
                    dirty = true;
                }
                throw e;
            }
        }
    }

    private synchronized byte[] content() {
        List<Key> sound = new ArrayList<>();
        int size = HEAD_BYTES;
        makeRoom();
        List<Key> all = new ArrayList<>(made); // first: what is new is not to be left out for want of room
        for (Key key : entries.keySet()) {
            if (!made.contains(key)) {
                all.add(key);
            }
        }
        for (Key key : all) {
            Entry entry = soundEntry(key);
            if (entry != null && size + ENTRY_HEAD_BYTES + entry.size < MAX_FILE_BYTES) {
                size += ENTRY_HEAD_BYTES + entry.size;
                sound.add(key);
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size); // of just that size: a first start's memory is counted
        out.putLong(MAGIC).putLong(setting);
        for (Key key : sound) {
            Entry entry = Objects.requireNonNull(entries.get(key));
            out.putLong(key.high).putLong(key.low).putInt(entry.size).putInt(entry.crc);
            out.put(entry.array, entry.offset, entry.size);
        }
        dirty = false;
        damaged = 0;
        return out.array();
    }

    /** Lets go of what has been used; what is on disk stays, and so does what was woven ahead of its loading. */
    public synchronized void release() {
        entries.keySet().removeAll(used);
        used.clear();
        for (Map.Entry<Key, Entry> one : entries.entrySet()) {
            if (one.getValue().array.length != one.getValue().size) {
                one.setValue(Entry.of(one.getValue().bytes())); // or one entry keeps the whole file
            }
        }
    }

    /** Bytes of the entries that are held in memory. */
    public synchronized long heldBytes() {
        long sum = 0;
        for (Entry entry : entries.values()) {
            sum += entry.size;
        }
        return sum;
    }

    public synchronized int hits() {
        return hits;
    }

    public synchronized int misses() {
        return misses;
    }

    /** Entries dropped because they would have done more than call the seam. */
    public synchronized int refused() {
        return refused;
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
