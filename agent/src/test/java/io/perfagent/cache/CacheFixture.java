package io.perfagent.cache;

import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.ReadSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A source whose rows are longs, read as an adapter would. */
class CacheFixture {
    static final long MILLI = 1_000_000;

    final List<String> problems = new ArrayList<>();
    final Caches caches = new Caches(
            new CacheOptions(0.001, 8 << 20, 6 << 20, new DataClasses("X", Map.of("secret", "sensitive"), problems)));
    final Source source = source();
    final ReadKind kind = source.sqlKind("SELECT v FROM item WHERE id = ?", "SELECT item");
    final int item = source.epochs().table("item");
    long now = System.nanoTime();

    private Source source() {
        Source made = caches.source(Family.SQL, "jdbc:x as sa", "postgresql://x/shop");
        if (made == null) {
            throw new AssertionError("there is room");
        }
        return made;
    }

    void rules(String text) {
        caches.rules(CacheRules.ofSetting("R", text, problems));
    }

    /** Puts what the rules say into effect, as control does. */
    void inForce(String text) {
        rules(text);
        kind.analysed();
        source.trust();
        kind.putInForce(Objects.requireNonNull(kind.rule()));
    }

    CacheKey key(long id) {
        KeyWriter writer = caches.keys().begin(kind).putLong(id);
        return writer.key(writer.hash());
    }

    ReadSet reads(long id) {
        return source.epochs().keyedReads(item, id);
    }

    @Nullable
    Entry find(long id) {
        return kind.find(key(id), now, false);
    }

    /** Finds it, or reads the original. */
    long read(long id, long original) {
        Entry entry = find(id);
        if (entry != null) {
            return (Long) entry.value;
        }
        Fill fill = kind.begin(key(id), reads(id), now);
        if (fill != null) {
            fill.done(original, 8, original, false, now + MILLI);
        }
        return original;
    }

    void write(long id) {
        source.epochs().begin(source.epochs().keyedWrites(item, id)).end();
    }
}
