package io.perfagent.profile.hot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private static final long SLICE = 10;

    private final Slices<long[]> sums = new Slices<>(
            SLICE,
            () -> new long[1],
            (sum, more) -> {
                sum[0] += more[0];
                return sum;
            },
            sum -> sum);

    private void add(long now, long amount) {
        sums.current(now)[0] += amount;
    }

    @Test
    void aWindowIsTheLastSixSlices() {
        for (int slice = 0; slice < 20; slice++) {
            add(slice * SLICE, 1);
        }

        assertThat(sums.window(19 * SLICE)[0]).isEqualTo(6);
        assertThat(sums.history(19 * SLICE)[0]).isEqualTo(20);
        assertThat(sums.windowNanos(19 * SLICE + 3)).isEqualTo(5 * SLICE + 3);
    }

    @Test
    void theBeginningIsShorterThanAWindow() {
        add(1000, 1);

        assertThat(sums.windowNanos(1004)).isEqualTo(4);
        assertThat(sums.windowNanos(1000 + SLICE + 2)).isEqualTo(SLICE + 2);
    }

    @Test
    void aRestartForgetsTheWindowAndKeepsThePast() {
        for (int slice = 0; slice < 20; slice++) {
            add(slice * SLICE, 1);
        }

        sums.restart(500);

        assertThat(sums.window(503)[0]).isZero();
        assertThat(sums.windowNanos(503)).isEqualTo(3);
        assertThat(sums.history(503)[0]).isEqualTo(14);
    }

    @Test
    void afterALongSilenceNothingIsLeft() {
        add(0, 5);

        assertThat(sums.history(100 * SLICE * SLICE)[0]).isZero();
    }

    @Test
    void whatIsKeptIsBounded() {
        for (int slice = 0; slice < 1000; slice++) {
            add(slice * SLICE, 1);
        }

        assertThat(sums.history(999 * SLICE)[0])
                .isBetween((long) Slices.SLICES * Slices.WINDOWS, (long) Slices.SLICES * (Slices.WINDOWS + 2));
    }

    /** Against a list of all that was added, whatever the gaps. */
    @Test
    void windowsAgreeWithAModel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ArrayDeque<long[]> model = new ArrayDeque<>();
        long now = 0;
        add(0, 0); // where slices begin
        for (int i = 0; i < 3000; i++) {
            now += random.nextInt(8) == 0 ? random.nextInt(90) : random.nextInt(5);
            add(now, i);
            model.addLast(new long[] {now, i});
            long begin = (now / SLICE - (Slices.SLICES - 1)) * SLICE;
            model.removeIf(one -> one[0] < begin);
            long expected = model.stream().mapToLong(one -> one[1]).sum();

            assertThat(sums.window(now)[0]).as("seed %d, step %d", seed, i).isEqualTo(expected);
        }
    }
}
