package io.perfagent.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.Epochs;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InForceTest {
    private static final long SECOND = 1_000_000_000L;

    private final Epochs epochs = new Epochs();
    private final InForce in = new InForce(
            CacheRules.ofSetting("a test", "redis:price:*=tracked", new ArrayList<>())
                    .all()
                    .get(0),
            null,
            60 * SECOND);

    private Entry entry(long key) {
        return new Entry(
                "value", 1, Objects.requireNonNull(epochs.lease(epochs.keyedReads(1, key), 0)), 60 * SECOND, 1, 8);
    }

    @Test
    void aChangeThatACheckHasFoundIsToldOfInTime() {
        in.suspect(entry(1), 100 * SECOND);
        in.suspect(entry(2), 101 * SECOND);
        assertThat(in.isUntold(107 * SECOND)).isFalse();

        epochs.begin(epochs.keyedWrites(1, 1)).end();
        assertThat(in.isUntold(108 * SECOND)).as("the first was told of").isFalse();
        assertThat(in.isUntold(109 * SECOND)).as("the second was not").isTrue();
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 100; i++) {
            in.suspect(entry(i), i);
            epochs.begin(epochs.keyedWrites(1, i)).end();
        }

        assertThat(in.isUntold(100 * SECOND)).isFalse();
    }
}
