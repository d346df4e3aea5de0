package io.perfagent.it.gain;

import java.time.Duration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The repository with Spring's annotations, over Caffeine. */
class SpringShop implements Shop {
    private static final String ITEMS_CACHE = "items";
    private static final String SUMMARIES_CACHE = "summaries";
    private static final String TEXTS_CACHE = "texts";

    private final Shop source;

    SpringShop(Shop source) {
        this.source = source;
    }

    /** Switches the annotations on. */
    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Switch {}

    /** The repository as Spring wraps it. */
    static Shop of(Shop source, Duration bound) {
        CaffeineCacheManager caches = new CaffeineCacheManager(ITEMS_CACHE, SUMMARIES_CACHE, TEXTS_CACHE);
        caches.setCaffeine(CaffeineShop.builder(bound));
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean("cacheManager", CacheManager.class, () -> caches);
        context.registerBean("shop", Shop.class, () -> new SpringShop(source));
        context.register(Switch.class);
        context.refresh();
        return context.getBean(Shop.class);
    }

    @Override
    @Cacheable(cacheNames = ITEMS_CACHE, key = "#p0", sync = true)
    public Item item(int id, boolean readOnly) {
        return source.item(id, readOnly);
    }

    @Override
    @Cacheable(cacheNames = SUMMARIES_CACHE, key = "#p0", sync = true)
    public Summary summary(int id, boolean readOnly) {
        return source.summary(id, readOnly);
    }

    @Override
    @Cacheable(cacheNames = TEXTS_CACHE, key = "#p0", sync = true)
    public String text(int id) {
        return source.text(id);
    }

    @Override
    @Caching(
            evict = {
                @CacheEvict(cacheNames = ITEMS_CACHE, key = "#p0"),
                @CacheEvict(cacheNames = SUMMARIES_CACHE, key = "#p0")
            })
    public long writeItem(int id) {
        return source.writeItem(id);
    }

    @Override
    @CacheEvict(cacheNames = TEXTS_CACHE, key = "#p0")
    public long writeText(int id) {
        return source.writeText(id);
    }
}
