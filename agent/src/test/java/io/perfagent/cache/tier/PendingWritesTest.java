package io.perfagent.cache.tier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingWritesTest {
    private final Epochs epochs = new Epochs();
    private final int item = epochs.table("item");
    private final int price = epochs.table("price");
    private final PendingWrites pending = new PendingWrites(epochs);

    @Test
    void whatAWriteTouchesCannotBeLeasedUntilItSettles() {
        Lease before = epochs.lease(epochs.keyedReads(item, 7), 0);
        pending.begin(epochs.keyedWrites(item, 7));

        assertThat(before).isNotNull();
        assertThat(before.holds()).isFalse();
        assertThat(epochs.lease(epochs.keyedReads(item, 7), 0)).isNull();
        assertThat(epochs.lease(epochs.reads(item), 0)).isNull();
        assertThat(epochs.lease(epochs.keyedReads(item, 8), 0)).isNotNull();
        assertThat(epochs.lease(epochs.reads(price), 0)).isNotNull();
        assertThat(pending.isEmpty()).isFalse();

        pending.settle();

        assertThat(epochs.lease(epochs.keyedReads(item, 7), 0)).isNotNull();
        assertThat(before.holds()).as("it was read before").isFalse();
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void aWriteToAllOfATableDropsItsKeysAndNoOthers() {
        Lease key = epochs.lease(epochs.keyedReads(item, 7), 0);
        Lease other = epochs.lease(epochs.keyedReads(price, 7), 0);

        epochs.begin(epochs.writes(item)).end();

        assertThat(key).isNotNull();
        assertThat(key.holds()).isFalse();
        assertThat(other).isNotNull();
        assertThat(other.holds()).isTrue();
    }

    @Test
    void aFlushDropsEverything() {
        Lease key = epochs.lease(epochs.keyedReads(item, 7), 0);

        epochs.flush();

        assertThat(key).isNotNull();
        assertThat(key.holds()).isFalse();
        assertThat(epochs.lease(epochs.keyedReads(item, 7), 0)).isNotNull();
    }

    @Test
    void settlingAndEndingAgainDoNothing() {
        pending.begin(epochs.writes(item));
        pending.begin(epochs.writes(item));
        pending.settle();
        pending.settle();
        PendingWrite one = epochs.begin(epochs.all());
        one.end();
        one.end();

        assertThat(epochs.pending()).isZero();
    }

    @Test
    void aTransactionWithVeryManyWritesHoldsTheWholeSource() {
        for (int i = 0; i < 10_000; i++) {
            pending.begin(epochs.keyedWrites(item, i));
        }

        assertThat(epochs.lease(epochs.keyedReads(price, 1), 0)).isNull();
        assertThat(epochs.pending()).isLessThanOrEqualTo(PendingWrites.MAX_SLOTS + 1);

        pending.settle();

        assertThat(epochs.pending()).isZero();
        assertThat(epochs.lease(epochs.keyedReads(price, 1), 0)).isNotNull();
    }

    @Test
    void fingerprintsTellWhetherSomethingWasWritten() {
        Lease before = epochs.lease(epochs.reads(item), 0);
        Lease same = epochs.lease(epochs.reads(item), 5);
        epochs.begin(epochs.keyedWrites(item, 1)).end();
        Lease after = epochs.lease(epochs.reads(item), 9);

        assertThat(before).isNotNull();
        assertThat(same).isNotNull();
        assertThat(after).isNotNull();
        assertThat(same.fingerprint()).isEqualTo(before.fingerprint());
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
    }
}
