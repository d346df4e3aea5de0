package io.perfagent.it.gain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * The repository as one would write it by hand with Caffeine: one load at a time for each key, entries dropped after a write's
 * commit. A load in progress is waited for by that, so what it had read before is not kept.
 */
final class CaffeineShop implements Shop {
    private final Shop source;
    private final Cache<Integer, Item> items;
    private final Cache<Integer, Summary> summaries;
    private final Cache<Integer, String> texts;

    /** @param bound longest age of an answer */
    CaffeineShop(Shop source, Duration bound) {
        this.source = source;
        items = builder(bound).build();
        summaries = builder(bound).build();
        texts = builder(bound).build();
    }

    /** Has room for every item. */
    static Caffeine<Object, Object> builder(Duration bound) {
        return Caffeine.newBuilder().maximumSize(2L * ITEMS).expireAfterWrite(bound);
    }

    @Override
    public Item item(int id, boolean readOnly) {
        return items.get(id, key -> source.item(key, readOnly));
    }

    @Override
    public Summary summary(int id, boolean readOnly) {
        return summaries.get(id, key -> source.summary(key, readOnly));
    }

    @Override
    public String text(int id) {
        return texts.get(id, source::text);
    }

    @Override
    public long writeItem(int id) {
        try {
            return source.writeItem(id);
        } finally {
            items.invalidate(id);
            summaries.invalidate(id);
        }
    }

    @Override
    public long writeText(int id) {
        try {
            return source.writeText(id);
        } finally {
            texts.invalidate(id);
        }
    }
}
