package io.perfagent.coldstart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StartSamplesTest {
    private static final List<String> STACK = List.of("com.acme.Main.main", "com.acme.Shop.price");
    private static final List<String> OTHER = List.of("com.acme.Main.main", "java.lang.Thread.sleep");

    private static List<String> stretches(StartSamples samples, long thread, long from, long to) {
        List<String> told = new ArrayList<>();
        samples.each(
                thread,
                from,
                to,
                (sample, start, end) -> told.add(start + "-" + end + (sample.waits() ? " waits" : "")));
        return told;
    }

    @Test
    void a_sample_stands_until_the_next_of_its_thread_and_no_longer_than_it_was_said_to() {
        StartSamples samples = new StartSamples(5);
        samples.add(1, 20, 5, STACK, false);
        samples.add(1, 10, 5, STACK, false);
        samples.add(1, 13, 5, OTHER, true);
        samples.add(2, 11, 5, STACK, false);

        assertThat(stretches(samples, 1, 0, 100)).containsExactly("10-13", "13-18 waits", "20-25");
        assertThat(stretches(samples, 1, 12, 21)).containsExactly("12-13", "13-18 waits", "20-21");
        assertThat(stretches(samples, 2, 0, 100)).containsExactly("11-16");
        assertThat(stretches(samples, 3, 0, 100)).isEmpty();
        assertThat(stretches(samples, 1, 18, 20)).isEmpty();
    }

    @Test
    void one_sample_of_a_sleeper_stands_for_many() {
        StartSamples samples = new StartSamples(5);
        samples.add(1, 100, 5 * 40, OTHER, true);

        assertThat(stretches(samples, 1, 150, 250)).containsExactly("150-250 waits");
    }

    /** Whatever is asked for: stretches are within it, in order, apart, and add up to what a look at each moment says. */
    @Test
    void stretches_are_what_each_moment_says() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            StartSamples samples = new StartSamples(5);
            long[][] all = new long[random.nextInt(20)][];
            for (int i = 0; i < all.length; i++) {
                all[i] = new long[] {random.nextInt(100), 1 + random.nextInt(20)};
                samples.add(1, all[i][0], all[i][1], STACK, false);
            }
            int from = random.nextInt(100);
            int to = from + random.nextInt(50);
            long[] sum = {0};
            long[] last = {from};
            samples.each(1, from, to, (sample, start, end) -> {
                assertThat(start).as("seed %d", seed).isGreaterThanOrEqualTo(last[0]);
                assertThat(end).as("seed %d", seed).isGreaterThan(start).isLessThanOrEqualTo(to);
                last[0] = end;
                sum[0] += end - start;
            });
            assertThat(sum[0]).as("seed %d", seed).isEqualTo(covered(all, from, to));
        }
    }

    /** Moments for which the last sample at or before them still stands. */
    private static long covered(long[][] all, int from, int to) {
        long covered = 0;
        for (int moment = from; moment < to; moment++) {
            long latest = -1;
            for (long[] one : all) {
                latest = one[0] <= moment ? Math.max(latest, one[0]) : latest;
            }
            long until = -1;
            for (long[] one : all) {
                // Of several at one moment the last added stands.
                until = one[0] == latest ? one[0] + one[1] : until;
            }
            covered += moment < until ? 1 : 0;
        }
        return covered;
    }

    @Test
    void what_finds_no_room_is_counted() {
        StartSamples samples = new StartSamples(1);
        for (int i = 0; i < StartSamples.MAX_SAMPLES + 3; i++) {
            samples.add(1, i, 1, STACK, false);
        }

        assertThat(samples.kept()).isEqualTo(StartSamples.MAX_SAMPLES);
        assertThat(samples.dropped()).isEqualTo(3);
    }

    @Test
    void totals_are_by_what_tells_where_to_look() {
        StartSamples samples = new StartSamples(5);
        samples.add(1, 0, 5, List.of("a.B.c", "java.util.HashMap.put"), false);
        samples.add(1, 5, 5, List.of("a.B.c", "java.util.HashMap.resize"), false);
        samples.add(1, 10, 30, OTHER, true);
        StackTotals totals = new StackTotals();
        samples.each(1, 0, 100, (sample, start, end) -> totals.add(sample, end - start));

        assertThat(totals.hottest(5)).containsExactly(new StackTotals.Total(List.of("a.B.c"), Activity.RUNNING, 10));
        assertThat(totals.longestWaiting(5))
                .containsExactly(new StackTotals.Total(
                        List.of("java.lang.Thread.sleep", "com.acme.Main.main"), Activity.SLEEP, 30));
        assertThat(totals.nanos(Activity.SLEEP)).isEqualTo(30);
        assertThat(totals.nanos()).isEqualTo(40);
    }
}
