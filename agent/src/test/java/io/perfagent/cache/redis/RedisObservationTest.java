package io.perfagent.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisObservationTest {
    /** As a scalar of a JSON tree: there is a value in it, and nothing to iterate. */
    private record Scalar(int value) implements Iterable<Scalar> {
        @Override
        public Iterator<Scalar> iterator() {
            return List.<Scalar>of().iterator();
        }
    }

    private static final class OwnList extends ArrayList<String> {}

    @Test
    void of_what_others_have_written_nothing_is_concluded() {
        assertThat(RedisObservation.isJdks(List.of("a"))).isTrue();
        assertThat(RedisObservation.isJdks(Map.of("a", "b"))).isTrue();
        assertThat(RedisObservation.isJdks(new Scalar(1))).isFalse();
        assertThat(RedisObservation.isJdks(new OwnList())).isFalse();
    }
}
