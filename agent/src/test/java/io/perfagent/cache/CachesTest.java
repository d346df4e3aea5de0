package io.perfagent.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
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

    private ReadKind text(int number) {
        ReadKind made = source.sqlKind("SELECT " + number + " FROM item", "SELECT item");
        made.analysed();
        return made;
    }

    @Test
    void an_id_does_not_depend_on_what_was_met_before() {
        String one = text(17_036).id();
        String other = text(98_597).id(); // begins with the same four digits
        assertThat(one).hasSize(11).startsWith("#0001");
        assertThat(other).hasSize(11).startsWith("#0001").isNotEqualTo(one);

        CachesTest next = new CachesTest();
        assertThat(next.text(98_597).id()).isEqualTo(other);
        assertThat(next.text(17_036).id()).isEqualTo(one);
    }

    @Test
    void texts_that_share_an_id_are_both_refused() {
        ReadKind one = text(1_647_161);
        rules("sql:" + one.id() + "=static");
        source.trust();
        one.putInForce(Objects.requireNonNull(one.rule()));
        assertThat(one.isRuled()).isTrue();

        ReadKind other = text(2_204_232);

        assertThat(other.id()).isEqualTo(one.id());
        for (ReadKind each : List.of(one, other)) {
            assertThat(each.hazards()).containsExactly(Hazard.SHARED_ID);
            each.putInForce(Objects.requireNonNull(each.rule()));
            assertThat(each.isRuled()).isFalse();
            assertThat(each.admits()).isFalse();
        }
    }
}
