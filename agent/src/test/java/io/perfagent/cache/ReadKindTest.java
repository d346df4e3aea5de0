package io.perfagent.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.PendingWrite;
import io.perfagent.instrument.family.Recorder;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadKindTest extends CacheFixture {
    /** A hit, tolerating the few that are asked again by chance. */
    private @Nullable Entry hit(long id) {
        Entry entry = null;
        for (int i = 0; i < 50 && entry == null; i++) {
            entry = find(id);
        }
        return entry;
    }

    @Test
    void withoutARuleNothingIsServed() {
        kind.analysed();
        source.trust();
        for (int i = 0; i < 100; i++) {
            assertThat(find(1)).isNull();
            read(1, 5);
        }

        assertThat(kind.isRuled()).isFalse();
        assertThat(kind.counts().hits()).isZero();
        assertThat(Objects.requireNonNull(kind.figures()).reads())
                .as("it is observed")
                .isEqualTo(100);
    }

    @Test
    void aRuleServesUntilTheTimeToLiveIsOver() {
        inForce("sql:SELECT item=micro,ttl=1s");
        read(1, 5);
        now += 800 * MILLI; // jitter takes a tenth at most

        assertThat(Objects.requireNonNull(hit(1)).value).isEqualTo(5L);
        assertThat(find(2)).isNull();
        now += 200 * MILLI;
        assertThat(find(1)).isNull();
        assertThat(kind.counts().hits()).isPositive();
        assertThat(kind.counts().savedNanos()).isEqualTo(kind.counts().hits() * MILLI);
    }

    @Test
    void anOwnWriteEndsItAndWhileItIsPendingNothingIsKept() {
        inForce("sql:SELECT item=micro");
        read(1, 5);
        read(2, 6);
        PendingWrite write = source.epochs().begin(source.epochs().keyedWrites(item, 1));

        assertThat(find(1)).isNull();
        assertThat(kind.begin(key(1), reads(1), now)).isNull();
        assertThat(kind.counts().bypasses(Bypass.WRITE_PENDING)).isEqualTo(1);
        assertThat(hit(2)).isNotNull();
        write.end();
        assertThat(find(1)).isNull();
    }

    @Test
    void aFillThatAWriteHasOvertakenIsNotKept() {
        inForce("sql:SELECT item=micro");
        Fill fill = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
        write(1);
        fill.done(5L, 8, 5, false, now + MILLI);

        assertThat(find(1)).isNull();
    }

    @Test
    void nothingOfASourceIsServedThatIsNotProven() {
        rules("sql:SELECT item=micro");
        kind.analysed();
        kind.putInForce(Objects.requireNonNull(kind.rule()));
        read(1, 5);
        assertThat(find(1)).isNull();
        assertThat(kind.counts().bypasses(Bypass.NOT_PROVEN)).isPositive();

        source.trust();
        read(1, 5);
        assertThat(hit(1)).isNotNull();

        source.distrust("a second client writes to it");
        assertThat(find(1)).isNull();
        source.trust();
        assertThat(source.isServing()).isFalse();
        assertThat(source.objection()).isEqualTo("a second client writes to it");
    }

    @Test
    void aCallThatNobodySawBeginPausesASource() {
        inForce("sql:SELECT item=micro");
        read(1, 5);
        source.unseen(System.nanoTime());
        assertThat(source.isServing()).isFalse();
        assertThat(find(1)).isNull();

        source.unseen(System.nanoTime() - Source.SETTLE_NANOS);
        assertThat(source.isServing()).isTrue();
        assertThat(find(1)).as("flushed").isNull();
    }

    @Test
    void failuresOfOurOwnEndIt() {
        source.trust();
        for (int i = 0; i < 3; i++) {
            assertThat(source.isServing()).isTrue();
            source.failed(new IllegalStateException("secret"));
        }

        assertThat(source.isServing()).isFalse();
        assertThat(source.objection()).contains("IllegalStateException").doesNotContain("secret");
    }

    @Test
    void aHitInTwoHundredIsAskedAgainAndStaleOnesStopTheRule() {
        inForce("sql:SELECT item=micro");
        int reads = 20_000;
        for (int i = 0; i < reads; i++) {
            read(1, 5);
        }
        assertThat(kind.counts().verified()).isBetween(50L, 160L); // 100 expected
        assertThat(kind.counts().stale()).isZero();
        InForce in = Objects.requireNonNull(kind.inForce());

        for (int i = 0; i < 10 * reads && in.suspended == null; i++) {
            read(1, i); // somebody else changes it all the time
        }

        assertThat(in.suspended).contains("more than the objective allows");
        assertThat(find(1)).isNull();
    }

    @Test
    void oneDifferenceEndsASoleWritersRule() {
        inForce("sql:SELECT item=tracked,sole-writer");
        InForce in = Objects.requireNonNull(kind.inForce());
        for (int i = 0; i < 100_000 && in.suspended == null; i++) {
            read(1, i);
        }

        assertThat(in.suspended).contains("although nothing was written");
        assertThat(kind.counts().stale()).isEqualTo(1);
    }

    @Test
    void emptyAnswersAreKeptByRequestOnlyAndLargeOnesNever() {
        inForce("sql:SELECT item=micro");
        Objects.requireNonNull(kind.begin(key(1), reads(1), now)).done(5L, 8, 5, true, now);
        Objects.requireNonNull(kind.begin(key(2), reads(2), now)).done(5L, Fill.MAX_BYTES + 1, 5, false, now);
        Objects.requireNonNull(kind.begin(key(3), reads(3), now)).done(null, 8, 5, false, now);
        assertThat(find(1)).isNull();
        assertThat(find(2)).isNull();
        assertThat(find(3)).isNull();

        inForce("sql:SELECT item=micro,negative");
        Objects.requireNonNull(kind.begin(key(1), reads(1), now)).done(5L, 8, 5, true, now);
        assertThat(hit(1)).isNotNull();
    }

    @Test
    void dataClassesCapTheTimeToLive() {
        kind.touches(false, "item", "secret");
        inForce("sql:SELECT item=static,ttl=1h");
        read(1, 5);
        now += 2_000 * MILLI;

        assertThat(find(1)).isNull();
    }

    @Test
    void clearingForgetsWhatIsKeptAndWhatIsOnItsWay() {
        inForce("sql:SELECT item=micro");
        read(1, 5);
        Fill onItsWay = Objects.requireNonNull(kind.begin(key(2), reads(2), now));

        assertThat(Targets.clear(caches, "sql:SELECT it")).isEqualTo(1);
        onItsWay.done(6L, 8, 6, false, now);

        assertThat(find(1)).isNull();
        assertThat(find(2)).isNull();
        read(1, 7);
        assertThat(hit(1)).isNotNull();
        assertThat(Targets.clear(caches, kind.id())).isEqualTo(1);
        assertThat(Targets.clear(caches, "redis:")).isZero();
        assertThat(find(1)).isNull();
        read(1, 8);
        Targets.invalidateTable(caches, "item");
        assertThat(find(1)).isNull();
    }

    @Test
    void switchingOffBypassesAtOnce() {
        inForce("sql:SELECT item=micro");
        read(1, 5);
        kind.takeOut();
        assertThat(find(1)).isNull();
        caches.switchOff();
        assertThat(kind.isIdle()).isTrue();
    }

    /** P4 in small: of two reads in progress at once nobody knows which answer is newer. */
    @Test
    void aReadThatWasOvertakenByAnotherAnswerIsNotKeptAndDropsWhatDiffers() {
        inForce("sql:SELECT item=micro");
        Fill slow = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
        Fill quick = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
        quick.done(6L, 8, 6, false, now);
        assertThat(hit(1)).isNotNull();

        slow.done(5L, 8, 5, false, now);

        assertThat(find(1)).isNull();
        read(1, 6);
        kind.observed(key(1), 6);
        assertThat(hit(1)).as("it has seen the same").isNotNull();
        kind.observed(key(1), 7);
        assertThat(find(1)).isNull();
        read(1, 7);
        Objects.requireNonNull(kind.begin(key(1), reads(1), now)).dropped();
        assertThat(find(1)).as("an answer that nobody has looked at").isNull();
    }

    /** P4 at large: a foreign writer, readers in random interleavings; no reader sees a value older than its last. */
    @Test
    void valuesOfAKeyDoNotGoBackwardsForAReader() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        inForce("sql:SELECT item=micro");
        int readers = 5;
        long[] last = new long[readers];
        Fill[] fills = new Fill[readers];
        long[] values = new long[readers];
        int[] at = new int[readers];
        long current = 0;
        int hits = 0;
        for (int step = 0; step < 200_000; step++) {
            now += 10_000;
            if (random.nextInt(50) == 0) {
                current++; // foreign: no epoch moves
            }
            int reader = random.nextInt(readers);
            if (at[reader] == 0) {
                Entry entry = random.nextInt(5) == 0 ? null : find(1); // or it bypasses
                if (entry != null) {
                    hits++;
                    assertThat((Long) entry.value).as("seed %d", seed).isGreaterThanOrEqualTo(last[reader]);
                    last[reader] = (Long) entry.value;
                    continue;
                }
                fills[reader] = kind.begin(key(1), reads(1), now);
                at[reader] = 1;
            } else if (at[reader] == 1) {
                values[reader] = current;
                at[reader] = 2;
            } else {
                Fill fill = fills[reader];
                if (fill != null) {
                    fill.done(values[reader], 8, values[reader], false, now);
                } else {
                    kind.observed(key(1), values[reader]);
                }
                last[reader] = Math.max(last[reader], values[reader]);
                at[reader] = 0;
            }
            InForce in = kind.inForce();
            if (in != null && in.suspended != null) {
                in.suspended = null; // the checks do their work: not what is asked here
            }
        }
        assertThat(hits).as("seed %d", seed).isPositive();
    }

    @Test
    void aSecondCallerHasTheAnswerOfTheFirst() throws Exception {
        inForce("sql:SELECT item=micro");
        for (int i = 10; i < 30; i++) {
            now = System.nanoTime();
            Objects.requireNonNull(kind.begin(key(i), reads(i), now))
                    .done(1L, 8, 1, false, now + 900 * MILLI); // what it usually takes
        }
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Thread caller = threads.submit(Thread::currentThread).get();
        try {
            Entry joined = null;
            // On a machine that stands still for longer than the patience of a caller, it goes its own way, and rightly
            // so.
            for (int attempt = 0; attempt < 50 && joined == null; attempt++) {
                joined = joinedWhileItIsOnItsWay(threads, caller, 100 + attempt);
            }
            assertThat(Objects.requireNonNull(joined).value).isEqualTo(5L);
            assertThat(kind.counts().joined.sum()).isPositive();
            assertThat(caches.flights.size()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a second caller gets while the read of the first is on its way; null if it did not wait for it. */
    private @Nullable Entry joinedWhileItIsOnItsWay(ExecutorService threads, Thread caller, int id) throws Exception {
        now = System.nanoTime();
        Fill first = Objects.requireNonNull(kind.begin(key(id), reads(id), now));
        Future<@Nullable Entry> second = threads.submit(() -> {
            Entry found = kind.find(key(id), System.nanoTime(), true);
            return kind.counts().joined.sum() > 0 ? found : null;
        });
        while (caller.getState() != Thread.State.TIMED_WAITING && !second.isDone()) {
            Thread.onSpinWait();
        }
        first.done(5L, 8, 5, false, System.nanoTime());
        return second.get();
    }

    @Test
    void nobodyJoinsAReadThatBeganBeforeAWriteOrAnotherAnswer() {
        inForce("sql:SELECT item=micro");
        kind.loaded(900 * MILLI);
        Fill first = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
        write(1);
        assertThat(kind.find(key(1), now, true)).isNull(); // would wait for 900 ms, and find nobody landing
        first.done(5L, 8, 5, false, now);

        Fill other = Objects.requireNonNull(kind.begin(key(2), reads(2), now));
        kind.observed(key(2), 9);
        assertThat(kind.find(key(2), now, true)).isNull();
        other.failed();
        assertThat(kind.counts().joined.sum()).isZero();
    }

    /** Level dedupe: within a request and 100 ms, and never over a write or another answer. */
    @Test
    void aRequestNeedNotReadTwice() {
        Recorder recorder = new Recorder();
        inForce("sql:SELECT item=dedupe");
        read(1, 5);
        assertThat(find(1)).as("no request").isNull();
        Operation request = recorder.tracing.begin(OperationKinds.HTTP_SERVER);
        try {
            read(1, 5);
            now += 50 * MILLI;
            assertThat(find(1)).isNotNull();
            assertThat(find(2)).isNull();
            kind.observed(key(1), 6);
            assertThat(find(1)).as("it has seen another answer").isNull();
            read(1, 6);
            write(1);
            assertThat(find(1)).isNull();
            read(1, 7);
            now += 100 * MILLI;
            assertThat(find(1)).as("a polling loop still polls").isNull();
            for (int i = 0; i < 100; i++) {
                read(i, i);
            }
            assertThat(find(99)).isNotNull();
            assertThat(find(50)).as("bounded").isNull();
        } finally {
            recorder.tracing.end(request);
        }
        Operation next = recorder.tracing.begin(OperationKinds.HTTP_SERVER);
        assertThat(find(99)).as("another request").isNull();
        recorder.tracing.end(next);
    }

    @Test
    void idsAreOfTheTextAloneAndOnlyOneCallerAnalyses() {
        ReadKind same = new CacheFixture().kind;
        assertThat(kind.id()).matches("#[0-9a-f]{10}").isEqualTo(same.id());
        assertThat(source.sqlKind("SELECT v FROM item WHERE id = ?", "SELECT item"))
                .isSameAs(kind);
        assertThat(kind.needsAnalysis()).isTrue();
        assertThat(kind.needsAnalysis()).isFalse();
        assertThat(kind.admits()).isFalse();
        kind.analysed(Hazard.LOCKING);
        assertThat(kind.admits()).isFalse();
        kind.analysed();
        assertThat(kind.admits()).isTrue();
        assertThat(kind.counts().reads()).isEqualTo(3);
    }

    @Test
    void redisKindsAreWhatRulesNameElseTheFirstPart() {
        Source redis = Objects.requireNonNull(caches.source(Family.REDIS, "redis:0", "redis://x/0"));
        assertThat(redis.redisKind("GET", bytes("price:eu:1")).summary()).isEqualTo("GET price:*");
        assertThat(redis.redisKind("GET", bytes("counter")).summary()).isEqualTo("GET *");
        rules("redis:price:eu:*=micro; redis:counter=micro");

        ReadKind kind = redis.redisKind("GET", bytes("price:eu:1"));
        assertThat(kind.summary()).isEqualTo("GET price:eu:*");
        assertThat(redis.redisKind("GET", bytes("price:eu:2"))).isSameAs(kind);
        assertThat(redis.redisKind("HGET", bytes("price:eu:2"))).isNotSameAs(kind);
        assertThat(kind.rule()).isNotNull();
        assertThat(redis.redisKind("GET", bytes("price:us:1")).rule()).isNull();
        ReadKind exact = redis.redisKind("GET", bytes("counter"));
        assertThat(exact.summary()).isEqualTo("GET counter");
        assertThat(exact.rule()).isNotNull();
        assertThat(Targets.find(caches, "redis:price:eu:"))
                .containsExactlyInAnyOrder(kind, redis.redisKind("HGET", bytes("price:eu:2")));
    }

    @Test
    void a_key_is_cleared_with_the_prefix_that_it_is_kept_under() {
        Source redis = Objects.requireNonNull(caches.source(Family.REDIS, "redis:0", "redis://x/0"));
        rules("redis:price:*=micro; redis:counter=micro");
        ReadKind price = redis.redisKind("GET", bytes("price:1"));
        ReadKind counter = redis.redisKind("GET", bytes("counter"));
        redis.redisKind("GET", bytes("any")); // for what begins with nothing nothing is kept
        int before = price.generation();
        int ofCounter = counter.generation();

        assertThat(Targets.clear(caches, "redis:price:42")).isEqualTo(1);
        assertThat(Targets.clear(caches, "redis:price:4*")).isEqualTo(1);
        assertThat(Targets.clear(caches, "redis:GET price:42")).isEqualTo(1);
        assertThat(price.generation()).isEqualTo(before + 3);
        assertThat(Targets.clear(caches, "redis:HGET price:42")).isZero();
        assertThat(Targets.clear(caches, "redis:prize:42")).isZero();
        assertThat(Targets.clear(caches, "redis:counter:2")).isZero();
        assertThat(counter.generation()).isEqualTo(ofCounter);
        assertThat(Targets.find(caches, "redis:price:42"))
                .as("to serve it no more")
                .isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void kindsAreBoundedAndTheRestIsRefusedTogether() {
        for (int i = 0; i < Caches.MAX_KINDS; i++) {
            source.sqlKind("SELECT " + i, "SELECT");
        }
        ReadKind beyond = source.sqlKind("SELECT beyond", "SELECT");

        assertThat(caches.kinds()).hasSize(Caches.MAX_UNRULED);
        assertThat(beyond.hazards()).containsExactly(Hazard.TOO_MANY_KINDS);
        assertThat(source.sqlKind("SELECT beyond that", "SELECT")).isSameAs(beyond);
        assertThat(caches.kinds().stream().map(ReadKind::id).distinct()).hasSize(Caches.MAX_UNRULED);

        rules("sql:SELECT named=micro");
        assertThat(source.sqlKind("SELECT beyond", "SELECT")).isSameAs(beyond);
        for (int i = 0; i < Caches.MAX_KINDS; i++) {
            source.sqlKind("SELECT named " + i, "SELECT named");
        }
        assertThat(caches.kinds()).hasSize(Caches.MAX_KINDS);
        assertThat(source.sqlKind("SELECT named one more", "SELECT named")).isSameAs(beyond);
    }

    @Test
    void redis_keys_that_begin_with_anything_leave_room_for_those_that_a_rule_names_and_for_sql() {
        Source redis = Objects.requireNonNull(caches.source(Family.REDIS, "redis:0", "redis://x/0"));
        for (int i = 0; i < Caches.MAX_KINDS; i++) {
            redis.redisKind("GET", bytes(i + ":cart"));
        }
        ReadKind beyond = redis.redisKind("GET", bytes("one-more:cart"));

        assertThat(beyond.hazards()).containsExactly(Hazard.TOO_MANY_KINDS);
        assertThat(redis.overflow()).isSameAs(beyond);
        assertThat(caches.kinds()).hasSize(Caches.MAX_UNRULED_REDIS + 1); // and the fixture's own
        rules("redis:price:*=micro");
        assertThat(redis.redisKind("GET", bytes("price:1")).rule()).isNotNull();
        assertThat(source.sqlKind("SELECT 1", "SELECT").hazards()).containsExactly(Hazard.NOT_ANALYSED);
    }

    @Test
    void keysThatAreTooLongAreOfNoUse() {
        KeyWriter writer = caches.keys().begin(kind).putBytes(new byte[KeyWriter.MAX_BYTES]);
        assertThat(writer.isTooLong()).isTrue();
        assertThat(caches.keys().begin(kind).putText("x").isTooLong()).isFalse();
        long one = caches.keys().begin(kind).putText("ab").putText("c").hash();
        long other = caches.keys().begin(kind).putText("a").putText("bc").hash();
        assertThat(one).isNotEqualTo(other);
    }
}
