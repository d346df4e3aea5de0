package io.perfagent.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.bootstrap.Seam;
import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.Lease;
import io.perfagent.cache.tier.ReadSet;
import io.perfagent.cache.tier.Shelf;
import io.perfagent.instrument.family.Recorder;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What must not become a wrong answer: failures, forms, answers nobody looked at, waiting, versions, names. */
class ReadHardshipTest extends CacheFixture {
    /** A hit, tolerating the few that are asked again by chance. */
    private @Nullable Entry hit(long id) {
        return hit(key(id));
    }

    private @Nullable Entry hit(CacheKey key) {
        Entry entry = null;
        for (int i = 0; i < 50 && entry == null; i++) {
            entry = kind.find(key, now, false);
        }
        return entry;
    }

    @Test
    void anOriginalThatFailsWhenAHitIsCheckedEndsNothing() {
        inForce("sql:SELECT item=micro");
        read(1, 5);

        Objects.requireNonNull(kind.begin(key(1), reads(1), now)).failed();

        assertThat(Objects.requireNonNull(hit(1)).value).isEqualTo(5L);
        assertThat(caches.flights.size()).isZero();
    }

    @Test
    void aHookThatHasFailedPausesASourceBecauseItMayHaveBeenThatOfAWrite() {
        inForce("sql:SELECT item=micro");
        read(1, 5);
        assertThat(hit(1)).isNotNull();
        Fill onItsWay = Objects.requireNonNull(kind.begin(key(2), reads(2), now));

        Seam.install(new Hook[] {new FailingHook()});
        Seam.open();
        Seam.enter(0, null, null, null);
        Seam.close();
        onItsWay.done(6L, 8, 6, false, now + MILLI);

        assertThat(find(1)).isNull();
        assertThat(source.isServing()).isFalse();
        source.unseen(System.nanoTime() - Source.SETTLE_NANOS);
        assertThat(source.isServing()).isTrue();
        assertThat(find(1)).isNull();
        assertThat(find(2)).isNull();
    }

    private static final class FailingHook extends Hook {
        @Override
        public Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
            throw new IllegalStateException("planted");
        }
    }

    /** Two forms of one answer would be of two moments: what a thread saw in the one could be newer than the other. */
    @Test
    void oneAnswerIsKeptWhateverItsForm() {
        inForce("sql:SELECT item=micro");
        CacheKey text = key(1);
        KeyWriter writer = caches.keys().begin(kind).putLong(1);
        CacheKey binary = writer.key(writer.hash(), 1);
        read(1, 5);

        assertThat(kind.find(binary, now, false)).isNull();
        Fill fill = Objects.requireNonNull(kind.begin(binary, reads(1), now));
        fill.done(6L, 8, 60, false, now + MILLI);

        assertThat(kind.counts().verified()).as("no check of the other form").isZero();
        assertThat(kind.find(text, now, false)).isNull();
        assertThat(Objects.requireNonNull(hit(binary)).value).isEqualTo(6L);
        read(1, 6);
        assertThat(kind.find(binary, now, false)).isNull();
    }

    @Test
    void anAnswerThatNobodyHasLookedAtDropsWhatIsKept() {
        inForce("sql:SELECT item=micro");
        read(1, 5);
        Fill onItsWay = Objects.requireNonNull(kind.begin(key(2), reads(2), now));

        kind.observed(key(1));
        kind.observed(key(2));
        onItsWay.done(6L, 8, 6, false, now + MILLI);

        assertThat(find(1)).isNull();
        assertThat(find(2)).isNull();
    }

    @Test
    void aReadThatWasBegunWhileNothingWasServedVoidsWhatIsOnItsWay() {
        inForce("sql:SELECT item=micro");
        source.unseen(System.nanoTime());
        Fill begunBefore = Objects.requireNonNull(kind.begin(key(1), reads(1), now), "all keys are in a young sample");
        source.unseen(System.nanoTime() - Source.SETTLE_NANOS);
        assertThat(source.isServing()).isTrue();
        Fill older = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
        begunBefore.done(7L, 8, 7, false, now + MILLI);
        older.done(6L, 8, 6, false, now + MILLI);

        assertThat(find(1)).as("6 may be older than 7").isNull();
    }

    @Test
    void anOldAnswerIsNotGivenToWhoeverHasWaitedForIt() throws Exception {
        inForce("sql:SELECT item=micro,ttl=50ms");
        Fill usual = Objects.requireNonNull(kind.begin(key(9), reads(9), now));
        usual.done(1L, 8, 1, false, now + 400 * MILLI); // what a read takes here
        Fill fill = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
        Entry[] joined = new Entry[1];
        Thread waiting = new Thread(() -> joined[0] = kind.find(key(1), now + 50 * MILLI - 1, true));
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive()) {
            Thread.onSpinWait();
        }
        fill.done(5L, 8, 5, false, now + 50 * MILLI);
        waiting.join();

        assertThat(joined[0]).as("it is 50 ms old").isNull();
    }

    @Test
    void whoIsInterruptedWhileWaitingAsksForItself() throws Exception {
        inForce("sql:SELECT item=micro");
        Fill usual = Objects.requireNonNull(kind.begin(key(9), reads(9), now));
        usual.done(1L, 8, 1, false, now + 500 * MILLI);
        Fill fill = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
        AtomicBoolean interrupted = new AtomicBoolean();
        Entry[] joined = new Entry[1];
        Thread waiting = new Thread(() -> {
            joined[0] = kind.find(key(1), now, true);
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive()) {
            Thread.onSpinWait();
        }
        waiting.interrupt();
        waiting.join();

        assertThat(joined[0]).isNull();
        assertThat(interrupted).as("the application's own business").isTrue();
        fill.done(5L, 8, 5, false, now + MILLI);
        assertThat(hit(1)).isNotNull();
        assertThat(caches.flights.size()).isZero();
    }

    @Test
    void rowsWhoseVersionUpdatesCompareAreNotServedOldUnlessTheRuleSaysSo() {
        inForce("sql:SELECT item=static");
        read(1, 5);
        kind.versioned();

        assertThat(kind.isRuled()).isFalse();
        assertThat(CacheReport.refusal(kind, Objects.requireNonNull(kind.rule())))
                .contains("updates compare a version in its rows");
        for (String rule : List.of(
                "sql:SELECT item=static,versioned", "sql:SELECT item=tracked,sole-writer", "sql:SELECT item=dedupe")) {
            inForce(rule);
            assertThat(kind.isRuled()).as(rule).isTrue();
            assertThat(CacheReport.refusal(kind, Objects.requireNonNull(kind.rule())))
                    .as(rule)
                    .isNull();
        }
        inForce("sql:SELECT item=micro");
        assertThat(kind.isRuled()).isFalse();
    }

    @Test
    void aTableIsInvalidatedByAnyOfItsNamesAndSoAreViewsOfIt() {
        inForce("sql:SELECT item=micro");
        for (String name : List.of("item", "ITEM", "public.item", "\"public\".\"item\"")) {
            read(1, 5);
            assertThat(hit(1)).isNotNull();
            Targets.invalidateTable(caches, name);
            assertThat(find(1)).as(name).isNull();
        }
        ReadSet ofView = source.epochs()
                .reads(source.epochs().table("item_view"), source.epochs().table(Targets.OTHER_RELATIONS));
        Lease lease = Objects.requireNonNull(source.epochs().lease(ofView, now));
        Targets.invalidateTable(caches, "item");
        assertThat(lease.holds()).isFalse();
    }

    /** A fill may put its answer down just after it was all cleared, and takes it away again in a moment. */
    @Test
    void whatWasReadBeforeAClearIsNotServedWhereverItIs() {
        inForce("sql:SELECT item=micro");
        read(1, 5);
        Shelf shelf = Objects.requireNonNull(Objects.requireNonNull(kind.inForce()).shelf);
        Entry before = Objects.requireNonNull(shelf.get(key(1)));
        kind.clear();
        shelf.put(key(1), before);

        assertThat(hit(1)).isNull();
    }

    /** Level dedupe: of two reads of one request in progress at once, neither decides for the other. */
    @Test
    void aRequestKeepsNoAnswerThatMayBeOlderThanAnother() {
        Recorder recorder = new Recorder();
        inForce("sql:SELECT item=dedupe");
        Operation request = recorder.tracing.begin(OperationKinds.HTTP_SERVER);
        try {
            Fill slow = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
            Fill quick = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
            quick.done(6L, 8, 6, false, now);
            assertThat(find(1)).isNotNull();
            slow.done(5L, 8, 5, false, now);
            assertThat(find(1)).isNull();

            Fill overtaken = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
            kind.observed(key(1));
            overtaken.done(5L, 8, 5, false, now);
            assertThat(find(1)).isNull();
            read(1, 7);
            assertThat(find(1)).isNotNull();
        } finally {
            recorder.tracing.end(request);
        }
    }
}
