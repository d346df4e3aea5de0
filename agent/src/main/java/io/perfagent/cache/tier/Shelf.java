package io.perfagent.cache.tier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.RemovalListener;
import com.github.benmanes.caffeine.cache.Weigher;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The entries of one kind of read, weighed in bytes. Made by {@link MemoryTier}; safe for all threads. */
public final class Shelf {
    private final Cache<CacheKey, Entry> entries;
    private final Policy.Eviction<CacheKey, Entry> bound;
    private final LongAdder evicted = new LongAdder();

    Shelf(long maxBytes) {
        entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher(new Weights())
                .executor(new AtOnce()) // its upkeep is microseconds; no pool of the application's does it
                .evictionListener(new Evictions())
                .build();
        bound = entries.policy().eviction().orElseThrow();
    }

    private static final class Weights implements Weigher<CacheKey, Entry> {
        @Override
        public int weigh(CacheKey key, Entry entry) {
            return entry.weight + key.weight();
        }
    }

    private static final class AtOnce implements Executor {
        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    private final class Evictions implements RemovalListener<CacheKey, Entry> {
        @Override
        public void onRemoval(@Nullable CacheKey key, @Nullable Entry entry, RemovalCause cause) {
            evicted.increment();
        }
    }

    /** What is kept for a key, valid or not; null if nothing is. */
    public @Nullable Entry get(CacheKey key) {
        return entries.getIfPresent(key);
    }

    public void put(CacheKey key, Entry entry) {
        entries.put(key, entry);
    }

    public void remove(CacheKey key) {
        entries.invalidate(key);
    }

    public void clear() {
        entries.invalidateAll();
    }

    /** Bytes held. */
    public long bytes() {
        return Math.max(0, bound.weightedSize().orElse(0));
    }

    public long size() {
        return entries.estimatedSize();
    }

    /** Entries that had to make room for others. */
    public long evicted() {
        return evicted.sum();
    }

    void resize(long maxBytes) {
        bound.setMaximum(maxBytes);
    }

    /** Takes out what may not be served any more, so that it does not hold memory; not for request threads. */
    public void expire(long nowNanos) {
        entries.asMap().values().removeIf(entry -> !entry.isValid(nowNanos));
    }
}
