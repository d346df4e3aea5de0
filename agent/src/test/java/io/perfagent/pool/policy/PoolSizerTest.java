package io.perfagent.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.pool.policy.PoolModel.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy with pools and databases of many kinds, in simulated time. */
class PoolSizerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int HOUR = 3600;

    /** A pool that is sized second by second, and what became of it. */
    private static final class Run implements PoolModel.Watcher {
        final PoolBounds bounds;
        final PoolSizer sizer;
        final PoolModel model;
        boolean acting = true;
        int second;
        int changes;
        int grown;
        int secondsAbove;
        int largest;
        int smallest = Integer.MAX_VALUE;
        private double borrows;
        private double waits;
        private double uses;
        private double used;
        private double squared;

        Run(PoolBounds bounds, DoubleUnaryOperator rate, Database database, long seed) {
            this.bounds = bounds;
            this.sizer = new PoolSizer(bounds);
            this.model = new PoolModel(bounds.original(), 200, rate, database, seed);
        }

        @Override
        public void waited(double seconds) {
            borrows++;
            waits += seconds;
        }

        @Override
        public void used(double seconds) {
            uses++;
            used += seconds;
            squared += seconds * seconds;
        }

        Run run(int seconds) {
            for (int i = 0; i < seconds; i++) {
                model.run(++second, this);
                int before = model.size;
                model.size = sizer.step(new PoolWindow(SECOND, borrows, waits, uses, used, squared), acting);
                changes += model.size == before ? 0 : 1;
                grown += model.size > before ? 1 : 0;
                secondsAbove += model.size > bounds.original() ? 1 : 0;
                largest = Math.max(largest, model.size);
                smallest = Math.min(smallest, model.size);
                borrows = waits = uses = used = squared = 0;
            }
            return this;
        }

        @Override
        public String toString() {
            return bounds + ", now " + model.size + " (" + smallest + " to " + largest + "), " + changes + " changes, "
                    + secondsAbove + " of " + second + " s above: " + sizer.why();
        }
    }

    private static long seed() {
        long seed = new Random().nextLong();
        System.out.println("PoolSizerTest seed " + seed);
        return seed;
    }

    private static Run ten(DoubleUnaryOperator rate, Database database) {
        return new Run(PoolBounds.of(10, 0, 0), rate, database, seed());
    }

    private static Database fast() {
        return PoolModel.exponential(0.02, 1000);
    }

    @Test
    void a_pool_that_is_too_small_grows_until_nobody_waits() {
        Run run = ten(now -> 700, fast()).run(300);
        int before = run.model.served;
        run.run(300);

        assertThat(run.model.size).as(run.toString()).isBetween(16, 20);
        assertThat(run.changes).as(run.toString()).isLessThanOrEqualTo(4);
        assertThat((run.model.served - before) / 300.0)
                .as("served a second, with 500 before it grew")
                .isGreaterThan(680);
    }

    @Test
    void a_pool_that_is_large_enough_is_left_as_it_is() {
        Run run = ten(now -> 300, fast()).run(HOUR);

        assertThat(run.changes).as(run.toString()).isZero();
    }

    @Test
    void it_is_never_more_than_twice_as_large_nor_above_what_the_operator_says() {
        assertThat(ten(now -> 3000, fast()).run(HOUR / 4).largest).isEqualTo(20);
        assertThat(new Run(PoolBounds.of(10, 0, 13), now -> 3000, fast(), seed()).run(HOUR / 4).largest)
                .isEqualTo(13);
    }

    /** 400 a second are all it gives, with eight connections or with a hundred. */
    @Test
    void where_the_database_is_the_bottleneck_each_try_is_short_and_the_next_one_later() {
        Run run = ten(now -> 600, PoolModel.exponential(0.02, 8)).run(2 * HOUR);

        assertThat(run.model.size).as(run.toString()).isBetween(10, 11);
        assertThat(run.grown).as(run.toString()).isBetween(1, 7);
        assertThat(run.secondsAbove).as(run.toString()).isLessThan(2 * HOUR / 20);
    }

    @Test
    void it_does_not_even_try_once_the_load_itself_has_shown_that_it_is() {
        Run run = ten(now -> now < 300 ? 36 : 80, PoolModel.exponential(0.02, 1));
        run.acting = false;
        run.run(400);
        run.acting = true;
        run.run(400);

        assertThat(run.grown).as(run.toString()).isZero();
        assertThat(run.sizer.databaseIsTheBottleneck()).isTrue();
    }

    @Test
    void with_a_knee_in_between_it_stays_near_the_knee() {
        Run run = ten(now -> 900, PoolModel.exponential(0.02, 14)).run(2 * HOUR);

        assertThat(run.model.size).as(run.toString()).isBetween(10, 17);
        assertThat(run.changes).as(run.toString()).isLessThan(20);
    }

    @ParameterizedTest
    @CsvSource({"60", "300", "1200"})
    void a_load_that_comes_and_goes_does_not_make_it_swing(int period) {
        Run run = ten(now -> (int) (now / period) % 2 == 0 ? 150 : 700, fast()).run(2 * HOUR);

        assertThat(run.changes).as(run.toString()).isLessThanOrEqualTo(14);
        assertThat(run.smallest).as(run.toString()).isEqualTo(10);
        assertThat(run.largest).as(run.toString()).isLessThanOrEqualTo(20);
    }

    @Test
    void a_database_that_is_slow_for_a_while_does_not_make_it_swing() {
        Database database =
                (now, inUse, random) -> -(now >= 600 && now < 1200 ? 0.06 : 0.02) * Math.log(1 - random.nextDouble());
        Run run = ten(now -> 330, database).run(600);
        assertThat(run.changes).as("before: " + run).isZero();
        run.run(3 * HOUR);

        assertThat(run.largest).as(run.toString()).isLessThanOrEqualTo(20);
        assertThat(run.changes).as(run.toString()).isLessThanOrEqualTo(16);
        assertThat(run.model.size).as(run.toString()).isLessThanOrEqualTo(16);
    }

    @Test
    void what_is_not_used_for_long_is_given_back_slowly_and_never_below_the_bound() {
        Run run = ten(now -> now < 600 ? 700 : 50, fast()).run(600);
        int grownTo = run.model.size;
        run.run(600 - 60);
        assertThat(run.model.size).as("not before ten minutes are over: " + run).isEqualTo(grownTo);
        run.run(2 * HOUR);
        assertThat(run.model.size).as(run.toString()).isEqualTo(10);

        Run smaller = new Run(PoolBounds.of(10, 4, 0), now -> 50, fast(), seed()).run(3 * HOUR);
        assertThat(smaller.model.size).as(smaller.toString()).isEqualTo(4);
        assertThat(smaller.grown).isZero();
    }

    @Test
    void while_it_does_not_act_it_says_what_it_would_do() {
        Run run = ten(now -> 700, fast());
        run.acting = false;
        run.run(60);

        assertThat(run.changes).isZero();
        assertThat(run.sizer.wantsMore()).isTrue();
        assertThat(run.sizer.wanted()).isEqualTo(15);
    }

    /** Pools of 1 to 50, uses of 1 ms to 1 s, from idle to three times what the pool can give, and databases of three kinds. */
    @Test
    void random_services() {
        long seed = seed();
        Random random = new Random(seed);
        List<String> tooLarge = new ArrayList<>();
        List<String> tooSmall = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            int original = 1 + random.nextInt(50);
            double mean = Math.exp(Math.log(0.005) + random.nextDouble() * Math.log(200));
            double offered = Math.min(400, (0.1 + 2.9 * random.nextDouble()) * original / mean);
            double knee = new double[] {1000, original, original / 3.0}[i % 3];
            boolean heavy = random.nextBoolean();
            Database database = (now, inUse, lot) -> {
                double law = heavy ? (lot.nextDouble() < 0.9 ? 0.4 : 6.4) : -Math.log(1 - lot.nextDouble());
                return law * mean * Math.max(1, inUse / knee);
            };
            Run run = new Run(PoolBounds.of(original, 0, 0), now -> offered, database, seed + i).run(HOUR / 2);
            String what = "seed " + seed + ", case " + i + ", " + offered + "/s of " + mean + " s, knee " + knee
                    + (heavy ? ", heavy: " : ": ") + run;

            assertThat(run.largest).as(what).isLessThanOrEqualTo(run.bounds.most());
            assertThat(run.smallest).as(what).isGreaterThanOrEqualTo(original);
            assertThat(run.changes).as(what).isLessThanOrEqualTo(16);
            if (i % 3 != 0 && original > 2 && offered * mean > 1.3 * knee && offered > 20) {
                if (run.secondsAbove >= HOUR / 2 / 2) {
                    tooLarge.add(what);
                }
            } else if (i % 3 == 0 && offered * mean > 1.3 * original && offered > 20) {
                if (run.model.size <= original) {
                    tooSmall.add(what);
                }
            }
        }
        // Where uses are long and vary a lot, half an hour tells little: one service in 300 keeps what does not help
        // it.
        assertThat(tooLarge)
                .as("larger for most of the time although the database is the bottleneck")
                .hasSizeLessThan(3);
        assertThat(tooSmall).as("no larger although it would help").hasSizeLessThan(3);
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 0, 10, 20", "10, 3, 15, 3, 15", "10, 30, 5, 10, 10", "1, 0, 0, 1, 2", "0, 0, 0, 1, 2"})
    void bounds(int original, int wantedLeast, int wantedMost, int least, int most) {
        PoolBounds bounds = PoolBounds.of(original, wantedLeast, wantedMost);

        assertThat(bounds.least()).isEqualTo(least);
        assertThat(bounds.most()).isEqualTo(most);
    }
}
