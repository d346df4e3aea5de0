package io.perfagent.cache.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Promise P1 under random interleavings: a read invoked after a write's commit has returned never yields an older value.
 * Rows hold a version that grows with each write; the faults that a careless implementation would have are planted, and
 * must be found.
 */
class EpochsModelTest {
    private static final int TABLES = 2;
    private static final int ROWS = 3;
    private static final int STEPS = 60_000;

    enum Fault {
        NONE,
        FILL_WITHOUT_LEASE,
        INVALIDATION_ONLY_BEFORE,
        INVALIDATION_ONLY_AFTER,
        KEYED_WRITE_FORGETS_WHOLE_TABLE_READS,
        SETTLES_AT_THE_STATEMENT_INSTEAD_OF_THE_COMMIT
    }

    /** What one interleaving has shown. */
    private static final class World {
        final Random random;
        final Fault fault;
        final Epochs epochs = new Epochs();
        final int[] tables = {epochs.table("item"), epochs.table("price")};
        final long[][] committed = new long[TABLES][ROWS];
        final long[][] returned = new long[TABLES][ROWS];
        final @Nullable Entry[][] byKey = new Entry[TABLES][ROWS];
        final @Nullable Entry[] byTable = new Entry[TABLES];
        final List<Actor> actors = new ArrayList<>();
        long version;
        int violations;
        int hits;

        World(long seed, Fault fault) {
            this.random = new Random(seed);
            this.fault = fault;
            for (int i = 0; i < 4; i++) {
                actors.add(new Reader(this));
            }
            for (int i = 0; i < 2; i++) {
                actors.add(new Writer(this));
            }
        }

        World run() {
            for (int i = 0; i < STEPS && (violations == 0 || fault == Fault.NONE); i++) {
                actors.get(random.nextInt(actors.size())).step();
            }
            return this;
        }

        /** The versions of a table's rows as the sum that an aggregate would give: grows with each of them. */
        long sum(long[] rows) {
            long sum = 0;
            for (long row : rows) {
                sum += row;
            }
            return sum;
        }
    }

    private abstract static class Actor {
        final World world;
        int at;

        Actor(World world) {
            this.world = world;
        }

        abstract void step();
    }

    /** Invoked, perhaps answered from memory, else leased, executed, filled, returned. */
    private static final class Reader extends Actor {
        private int table;
        private int row;
        private boolean whole;
        private long newest;
        private @Nullable Lease lease;
        private long value;

        Reader(World world) {
            super(world);
        }

        private ReadSet reads() {
            return whole ? world.epochs.reads(world.tables[table]) : world.epochs.keyedReads(world.tables[table], row);
        }

        private void check(long seen) {
            world.violations += seen < newest ? 1 : 0;
        }

        @Override
        void step() {
            switch (at++) {
                case 0:
                    table = world.random.nextInt(TABLES);
                    row = world.random.nextInt(ROWS);
                    whole = world.random.nextInt(3) == 0;
                    newest = whole ? world.sum(world.returned[table]) : world.returned[table][row];
                    Entry kept = whole ? world.byTable[table] : world.byKey[table][row];
                    if (kept != null && kept.isValid(0)) {
                        world.hits++;
                        check((Long) kept.value);
                        at = 0;
                    }
                    break;
                case 1:
                    lease = world.epochs.lease(reads(), 0);
                    break;
                case 2:
                    value = whole ? world.sum(world.committed[table]) : world.committed[table][row];
                    break;
                default:
                    Lease under = world.fault == Fault.FILL_WITHOUT_LEASE ? world.epochs.lease(reads(), 0) : lease;
                    if (under != null && under.holds()) {
                        Entry made = new Entry(value, value, under, Long.MAX_VALUE, 1, 8);
                        if (whole) {
                            world.byTable[table] = made;
                        } else {
                            world.byKey[table][row] = made;
                        }
                    }
                    check(value);
                    at = 0;
            }
        }
    }

    /** A transaction: marked, written, its own read, committed, settled, returned; or rolled back. */
    private static final class Writer extends Actor {
        private final PendingWrites pending;
        private int table;
        private int row;
        private boolean whole;
        private boolean rolledBack;
        private final long[] written = new long[ROWS];

        Writer(World world) {
            super(world);
            pending = new PendingWrites(world.epochs);
        }

        private WriteSet writes() {
            if (!whole && world.fault == Fault.KEYED_WRITE_FORGETS_WHOLE_TABLE_READS) {
                WriteSet right = world.epochs.keyedWrites(world.tables[table], row);
                return new WriteSet(new int[] {right.slots[1]});
            }
            return whole
                    ? world.epochs.writes(world.tables[table])
                    : world.epochs.keyedWrites(world.tables[table], row);
        }

        @Override
        void step() {
            switch (at++) {
                case 0:
                    table = world.random.nextInt(TABLES);
                    row = world.random.nextInt(ROWS);
                    whole = world.random.nextInt(4) == 0;
                    rolledBack = world.random.nextInt(4) == 0;
                    if (world.fault == Fault.INVALIDATION_ONLY_BEFORE) {
                        world.epochs.begin(writes()).end();
                    } else if (world.fault != Fault.INVALIDATION_ONLY_AFTER) {
                        pending.begin(writes());
                    }
                    break;
                case 1:
                    for (int i = 0; i < ROWS; i++) {
                        written[i] = whole || i == row ? ++world.version : world.committed[table][i];
                    }
                    if (world.fault == Fault.SETTLES_AT_THE_STATEMENT_INSTEAD_OF_THE_COMMIT) {
                        pending.settle();
                    }
                    break;
                case 2: // its own read within the transaction: from memory only if nothing of it was written
                    Entry kept = world.byKey[table][row];
                    if (kept != null && kept.isValid(0) && pending.isEmpty()) {
                        world.violations += (Long) kept.value < written[row] ? 1 : 0;
                    }
                    break;
                case 3:
                    if (!rolledBack) {
                        for (int i = 0; i < ROWS; i++) {
                            world.committed[table][i] =
                                    Math.max(world.committed[table][i], whole || i == row ? written[i] : 0);
                        }
                    }
                    break;
                case 4:
                    if (world.fault == Fault.INVALIDATION_ONLY_AFTER) {
                        world.epochs.begin(writes()).end();
                    } else if (world.fault != Fault.INVALIDATION_ONLY_BEFORE) {
                        pending.settle();
                    }
                    break;
                default:
                    if (!rolledBack) {
                        for (int i = 0; i < ROWS; i++) {
                            if (whole || i == row) {
                                world.returned[table][i] = Math.max(world.returned[table][i], written[i]);
                            }
                        }
                    }
                    at = 0;
            }
        }
    }

    @Test
    void noReadIsOlderThanAWriteThatHasReturned() {
        long first = new Random().nextLong();
        for (long seed = first; seed < first + 20; seed++) {
            World world = new World(seed, Fault.NONE).run();

            assertThat(world.violations).as("seed %d", seed).isZero();
            assertThat(world.hits).as("seed %d: the test must see hits", seed).isGreaterThan(STEPS / 100);
            for (Actor actor : world.actors) {
                if (actor instanceof Writer) {
                    ((Writer) actor).pending.settle();
                }
            }
            assertThat(world.epochs.pending())
                    .as("seed %d: nothing stays pending", seed)
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedFaultIsFound(Fault fault) {
        long first = new Random().nextLong();
        int found = 0;
        for (long seed = first; seed < first + 20; seed++) {
            found += new World(seed, fault).run().violations;
        }

        assertThat(found).as("from seed %d", first).isPositive();
    }

    /** The same with threads: what the model takes for one step is one volatile access or more. */
    @Test
    void noReadIsOlderWithThreadsEither() throws InterruptedException {
        int rows = 4;
        Epochs epochs = new Epochs();
        int table = epochs.table("item");
        AtomicLongArray committed = new AtomicLongArray(rows);
        AtomicLongArray returned = new AtomicLongArray(rows);
        AtomicReferenceArray<@Nullable Entry> cache = new AtomicReferenceArray<>(rows);
        AtomicLong hits = new AtomicLong();
        AtomicReference<String> violation = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int of = t;
            Thread thread = new Thread(() -> {
                Random random = new Random(of);
                PendingWrites pending = new PendingWrites(epochs);
                for (int i = 0; i < 100_000; i++) {
                    int row = random.nextInt(rows);
                    if (of == 0 && random.nextInt(20) == 0) {
                        pending.begin(epochs.keyedWrites(table, row));
                        long version = committed.incrementAndGet(row);
                        pending.settle();
                        returned.set(row, version);
                        continue;
                    }
                    long newest = returned.get(row);
                    Entry kept = cache.get(row);
                    long seen;
                    if (kept != null && kept.isValid(0)) {
                        hits.incrementAndGet();
                        seen = (Long) kept.value;
                    } else {
                        Lease lease = epochs.lease(epochs.keyedReads(table, row), 0);
                        seen = committed.get(row);
                        if (lease != null) {
                            cache.set(row, new Entry(seen, seen, lease, Long.MAX_VALUE, 1, 8));
                        }
                    }
                    if (seen < newest) {
                        violation.set("read " + seen + " after " + newest + " had returned");
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(violation.get()).isNull();
        assertThat(hits.get()).isPositive();
        assertThat(epochs.pending()).isZero();
    }
}
