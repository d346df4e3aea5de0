package io.perfagent.control.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.trial.NoHarmTrial.Order;
import io.perfagent.control.trial.NoHarmTrial.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trials in simulated services: how often they are wrong, and how fast they notice harm. */
class NoHarmTrialTest {
    private static final int TRIALS = 100;

    /** Those that go on to the last pair take long to simulate. */
    private static final int LONG_TRIALS = 40;

    private static final int PER_SECOND = 150;
    private static final int LONGEST = 3600;

    /** What the protection does to the service while it is in effect. */
    private record Harm(double errorsAdded, double slower, double throughputLost) {
        static final Harm NONE = new Harm(0, 1, 0);
    }

    /** A service second by second: Poisson arrivals, exponential durations, a rate of errors of its own. */
    private static final class Service {
        private final Random random;
        private final Harm harm;
        private final double[] slice = new double[40 * PER_SECOND];
        private int second;
        private int calls;
        private Latency last = new Latency("GET /", 0, 0);
        long requests;
        long bad;

        Service(long seed, Harm harm) {
            this.random = new Random(seed);
            this.harm = harm;
        }

        Reading second(boolean on, boolean overloaded) {
            double rate = PER_SECOND * (on ? 1 - harm.throughputLost : 1);
            int count = Math.max(1, (int) Math.round(rate + Math.sqrt(rate) * random.nextGaussian()));
            for (int i = 0; i < count; i++) {
                slice[calls++] = -20_000_000 * Math.log(1 - random.nextDouble()) * (on ? harm.slower : 1);
                bad += random.nextDouble() < 0.0005 + (on ? harm.errorsAdded : 0) ? 1 : 0;
            }
            requests += count;
            if (++second % 10 == 0) {
                // By slices of ten seconds from the start, of which the last whole one counts, as the agent keeps them.
                Arrays.sort(slice, 0, calls);
                last = new Latency("GET /", calls, (long) slice[(int) (calls * 0.99)]);
                calls = 0;
            }
            return new Reading(requests, bad, List.of(last), overloaded);
        }
    }

    private record Ended(Order order, int seconds, long requestsWith, String reason) {}

    private static Ended run(long seed, Harm harm) {
        NoHarmTrial trial = new NoHarmTrial(seed, false);
        Service service = new Service(seed * 31 + 7, harm);
        boolean on = false;
        long with = 0;
        for (int second = 1; second <= LONGEST; second++) {
            long before = service.requests;
            Order order = trial.second(service.second(on, false));
            with += on ? service.requests - before : 0;
            if (order == Order.KEEP || order == Order.ROLL_BACK) {
                return new Ended(order, second, with, trial.reason());
            }
            on = order == Order.ON;
        }
        throw new AssertionError("no end within an hour");
    }

    private static List<Ended> runAll(Harm harm, int trials) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<Ended> all = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            all.add(run(seed + i, harm));
        }
        return all;
    }

    private static double kept(List<Ended> all) {
        return (double) all.stream().filter(one -> one.order == Order.KEEP).count() / all.size();
    }

    @Test
    void what_does_no_harm_is_kept() {
        List<Ended> all = runAll(Harm.NONE, TRIALS);

        assertThat(kept(all)).as(all.toString()).isGreaterThanOrEqualTo(0.95);
        assertThat(all.get(0).reason).startsWith("no harm in ").contains(" pairs of blocks: errors ");
        assertThat(all.stream().mapToInt(Ended::seconds).average().orElse(LONGEST))
                .as("seconds")
                .isLessThan(900);
    }

    /** At the margin itself 5 % may be kept by chance; that nine of 40 are has one chance in some three thousand. */
    @Test
    void what_does_as_much_harm_as_a_margin_is_seldom_kept() {
        for (Harm harm : List.of(new Harm(0.001, 1, 0), new Harm(0, 1.1, 0), new Harm(0, 1, 0.0477))) {
            assertThat(kept(runAll(harm, LONG_TRIALS))).as(harm.toString()).isLessThan(0.22);
        }
    }

    @Test
    void what_does_more_is_rolled_back() {
        for (Harm harm : List.of(new Harm(0.004, 1, 0), new Harm(0, 1.3, 0), new Harm(0, 1, 0.15))) {
            assertThat(kept(runAll(harm, LONG_TRIALS))).as(harm.toString()).isLessThan(0.05);
        }
    }

    @Test
    void one_percent_of_errors_is_noticed_within_some_hundred_requests() {
        List<Ended> all = runAll(new Harm(0.01, 1, 0), TRIALS);

        assertThat(kept(all)).isZero();
        assertThat(all).allMatch(one -> one.reason.startsWith("more requests ended badly than without it: "));
        double[] requests =
                all.stream().mapToDouble(Ended::requestsWith).sorted().toArray();
        assertThat(requests[TRIALS / 2])
                .as("requests with it until the median trial ends")
                .isLessThan(2000);
    }

    @Test
    void the_order_of_blocks_is_drawn_and_each_pair_has_both() {
        NoHarmTrial trial = new NoHarmTrial(1, false);
        Service service = new Service(1, Harm.NONE);
        StringBuilder blocks = new StringBuilder();
        boolean on = false;
        for (int block = 0; block < 13; block++) {
            blocks.append(on ? '+' : '-');
            Order order = Order.OFF;
            for (int second = 0; second < NoHarmTrial.SETTLE_SECONDS + NoHarmTrial.MEASURED_SECONDS; second++) {
                order = trial.second(service.second(on, false));
            }
            on = order == Order.ON;
        }

        assertThat(blocks.substring(0, 1)).as("first what there is without it").isEqualTo("-");
        List<String> pairs = new ArrayList<>();
        for (int i = 1; i < 13; i += 2) {
            pairs.add(blocks.substring(i, i + 2));
        }
        assertThat(pairs).containsOnly("+-", "-+").contains("+-", "-+");
        assertThat(trial.pairs()).isEqualTo(6);
    }

    /** The law: a protection is never switched off, nor drawn by lot, while the service is overloaded. */
    @Test
    void it_is_in_effect_throughout_an_overload_and_the_pair_is_dropped() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            NoHarmTrial trial = new NoHarmTrial(seed + i, false);
            Service service = new Service(seed + i, Harm.NONE);
            int begins = 24 + random.nextInt(300);
            int lasts = 1 + random.nextInt(60);
            boolean on = false;
            for (int second = 1; second < begins + lasts + NoHarmTrial.CALM_SECONDS; second++) {
                boolean overloaded = second >= begins && second < begins + lasts;
                Order order = trial.second(service.second(on, overloaded));
                if (order == Order.KEEP || order == Order.ROLL_BACK) {
                    break;
                }
                on = order == Order.ON;
                boolean calming = second >= begins && second < begins + lasts + NoHarmTrial.CALM_SECONDS - 1;
                if (overloaded || calming) {
                    assertThat(on).as("second %d of seed %d", second, seed + i).isTrue();
                }
            }
            assertThat(trial.dropped()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void without_normal_load_there_is_nothing_to_try_it_in() {
        NoHarmTrial trial = new NoHarmTrial(1, false);
        Service service = new Service(1, Harm.NONE);
        Order order = Order.OFF;
        for (int second = 1; second <= LONGEST && order != Order.ROLL_BACK; second++) {
            order = trial.second(service.second(order == Order.ON, second % 25 == 0));
        }

        assertThat(order).isEqualTo(Order.ROLL_BACK);
        assertThat(trial.reason()).startsWith("there was no normal load to try it in: ");
    }

    @Test
    void little_traffic_is_not_enough_to_notice_harm_in_time() {
        assertThat(NoHarmTrial.isEnough(2)).isFalse();
        assertThat(NoHarmTrial.isEnough(100)).isTrue();
    }

    /** Counts of a table that others write meanwhile, and that begin anew with what they are of. */
    @Test
    void counts_that_run_ahead_of_each_other_or_begin_anew_end_no_trial() {
        NoHarmTrial trial = new NoHarmTrial(1, false);
        Service service = new Service(1, Harm.NONE);
        Order order = Order.OFF;
        for (int second = 1; second <= LONGEST && order != Order.KEEP; second++) {
            Reading reading = service.second(order == Order.ON, false);
            if (second == NoHarmTrial.SETTLE_SECONDS + NoHarmTrial.MEASURED_SECONDS) {
                reading = new Reading(reading.requests(), 2 * reading.requests(), reading.lastTenSeconds(), false);
            } else if (second == 100) {
                service.requests = 0;
                service.bad = 0;
            }
            order = trial.second(reading);
            assertThat(order).as(trial.reason()).isNotEqualTo(Order.ROLL_BACK);
        }
        assertThat(order).isEqualTo(Order.KEEP);
    }

    @Test
    void what_a_host_that_stays_away_is_tried_for_ends_and_a_protection_in_an_overload_stays() {
        for (boolean lastingEnds : new boolean[] {true, false}) {
            NoHarmTrial trial = new NoHarmTrial(1, lastingEnds);
            Service service = new Service(1, Harm.NONE);
            int second = 0;
            Order order = Order.ON;
            while (order == Order.ON && second < LONGEST) {
                second++;
                order = trial.second(service.second(true, true));
            }

            assertThat(order).isEqualTo(lastingEnds ? Order.ROLL_BACK : Order.ON);
            assertThat(second).isEqualTo(lastingEnds ? NoHarmTrial.MAX_DROPPED * NoHarmTrial.LASTING_SECONDS : LONGEST);
        }
    }
}
