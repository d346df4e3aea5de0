package io.perfagent.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CachesTest extends CacheFixture {
    @Test
    void a_client_that_is_not_seen_ends_serving_of_its_family_for_those_to_come_too() {
        source.trust();
        Source redis = caches.source(Family.REDIS, "redis:6379", "redis://redis:6379");
        redis.trust();
        assertThat(source.isServing()).isTrue();

        caches.unseenClient(Family.SQL, "R2DBC");
        caches.unseenClient(Family.SQL, "Vert.x");

        assertThat(source.isServing()).isFalse();
        assertThat(source.objection()).contains("also uses R2DBC, whose writes are not seen");
        Source later = caches.source(Family.SQL, "jdbc:y", "postgresql://y/shop");
        later.trust();
        assertThat(later.isServing()).isFalse();
        assertThat(redis.isServing()).isTrue();
        caches.unseenClient(Family.REDIS, "Redisson");
        assertThat(redis.objection()).contains("also uses Redisson");
    }
}
