package io.perfagent.cache.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryTierTest {
    private static final long MIB = 1 << 20;
    private final Epochs epochs = new Epochs();
    private final ReadSet reads = epochs.reads(epochs.table("item"));

    private CacheKey key(int number) {
        byte[] bytes = {(byte) number, (byte) (number >> 8), (byte) (number >> 16)};
        return new CacheKey(bytes, Hash64.of(bytes, 1));
    }

    private Entry entry(long ttlNanos, int bytes) {
        Lease lease = epochs.lease(reads, 1_000);
        assertThat(lease).isNotNull();
        return new Entry("x", 1, lease, ttlNanos, 1, bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, '100 100', '200 200'", // both have room to double
        "1000, '500 0', '875 125'", // one is idle: the other gets what it leaves
        "1000, '900 100', '800 200'", // one that grows has room to double
        "1000, '0 0 0 0', '62 62 62 62'",
        "900, '300 300 300', '300 300 300'"
    })
    void sharesFollowUse(long total, String used, String expected) {
        long[] most = Shares.of(total, numbers(used));

        assertThat(Arrays.stream(most).sum()).isLessThanOrEqualTo(total);
        assertThat(most).containsExactly(numbers(expected));
    }

    private static long[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Test
    void theTotalHoldsAndOneShelfCannotEmptyAnother() {
        MemoryTier tier = new MemoryTier(4 * MIB);
        Shelf quiet = tier.open();
        Shelf greedy = tier.open();
        for (int i = 0; i < 100; i++) {
            quiet.put(key(i), entry(Long.MAX_VALUE, 1_000));
        }
        tier.second(2_000);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 2_000; i++) {
                greedy.put(key(round * 2_000 + i), entry(Long.MAX_VALUE, 4_000));
            }
            tier.second(2_000);
            assertThat(tier.bytes()).isLessThanOrEqualTo(4 * MIB);
        }

        assertThat(quiet.size()).isEqualTo(100);
        assertThat(greedy.bytes()).as("it has what the other leaves").isGreaterThan(2 * MIB);
        assertThat(tier.evicted()).isPositive();
        tier.close(greedy);
        assertThat(tier.evicted()).as("kept over the shelf's end").isPositive();
        assertThat(tier.bytes()).isLessThan(MIB);
    }

    @Test
    void askedForWhatItHasItMovesNoShare() {
        MemoryTier tier = new MemoryTier(4 * MIB);
        Shelf one = tier.open();
        tier.open();
        fill(one);
        long share = tier.bytes();
        for (int i = 0; i < 10; i++) {
            tier.resize(Long.MAX_VALUE);
            fill(one);
        }
        assertThat(tier.bytes()).isBetween(share - 8_000, share + 8_000);
    }

    private void fill(Shelf shelf) {
        for (int i = 0; i < 1_000; i++) {
            shelf.put(key(i), entry(Long.MAX_VALUE, 4_000));
        }
    }

    @Test
    void itShrinksAtOnceAndMayGrowAgain() {
        MemoryTier tier = new MemoryTier(4 * MIB);
        Shelf one = tier.open();
        Shelf other = tier.open();
        for (int round = 0; round < 4; round++) { // shares follow use
            for (int i = 0; i < 500; i++) {
                one.put(key(i), entry(Long.MAX_VALUE, 4_000));
                other.put(key(i), entry(Long.MAX_VALUE, 4_000));
            }
            tier.second(2_000);
        }
        assertThat(tier.bytes()).isGreaterThan(2 * MIB);

        tier.resize(MIB);
        assertThat(tier.bytes()).isBetween(MIB / 2, MIB);
        tier.resize(0);
        assertThat(tier.bytes()).isZero();
        one.put(key(1), entry(Long.MAX_VALUE, 4_000));
        tier.second(2_000);
        assertThat(tier.bytes()).isZero();
        assertThat(tier.open().size()).as("a new shelf has no share either").isZero();

        tier.resize(Long.MAX_VALUE);
        assertThat(tier.maxBytes()).as("never above what it was made with").isEqualTo(4 * MIB);
        one.put(key(1), entry(Long.MAX_VALUE, 4_000));
        tier.second(2_000);
        assertThat(one.get(key(1))).isNotNull();
    }

    @Test
    void expiredAndInvalidatedEntriesFreeTheirMemory() {
        MemoryTier tier = new MemoryTier(MIB);
        Shelf shelf = tier.open();
        shelf.put(key(1), entry(100, 10));
        shelf.put(key(2), entry(10_000, 10));

        tier.second(1_500);
        assertThat(shelf.get(key(1))).isNull();
        assertThat(shelf.get(key(2))).isNotNull();

        epochs.flush();
        tier.second(1_500);
        assertThat(shelf.get(key(2))).isNull();
    }

    @Test
    void theTimeToLiveCountsFromTheLeaseAndKeysAreComparedInFull() {
        Entry entry = entry(100, 10); // asked at 1000
        assertThat(entry.isValid(1_099)).isTrue();
        assertThat(entry.isValid(1_100)).isFalse();
        assertThat(entry.isValid(999)).as("a clock that went backwards").isFalse();

        assertThat(new CacheKey(new byte[] {1}, 5)).isNotEqualTo(new CacheKey(new byte[] {2}, 5));
        assertThat(new CacheKey(new byte[] {1}, 5)).isEqualTo(new CacheKey(new byte[] {1}, 5));
    }

    @Test
    void oneReadAsksAheadOfTheEndAndTheDearerItIsTheSooner() {
        Lease lease = epochs.lease(reads, 0);
        assertThat(lease).isNotNull();
        Entry cheap = new Entry("x", 1, lease, 1_000_000, 1, 1);
        Entry dear = new Entry("x", 1, lease, 1_000_000, 600_000, 1);

        assertThat(cheap.claimRefresh(500_000, 0.4)).isFalse();
        assertThat(dear.claimRefresh(500_000, 0.4)).isTrue(); // -ln 0.4 = 0.92 of 600 us
        assertThat(dear.claimRefresh(500_000, 0.4)).as("one is enough").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1073741824, 53687091", "10737418240, 67108864"})
    void theDefaultIsAShareOfTheHeapOr64MiB(long heap, long bytes) {
        assertThat(MemoryTier.defaultBytes(heap)).isEqualTo(bytes);
    }
}
