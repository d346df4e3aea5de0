package io.perfagent.control.stats;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds lasting steps upwards in a series such as start-up times, one value at a time, and tells them from noise.
 *
 * <p>Only ranks count, so neither the distribution nor single outliers matter. For each point where a change may have been
 * it bets that values since then rank above those before: above all of them, above nine in ten, above seven in ten. As
 * long as the values come in no particular order, the rank of the next one among all so far is uniform, whatever they
 * are, and no bet gains on average. The capitals of all points are added up (Shiryaev and Roberts), and a change is
 * reported when the sum reaches {@code alarmEvery}: so, without a change, on average at most one false alarm in that many
 * values. A step that is certain but smaller than {@code leastShift} is not reported.
 *
 * <p>How soon, after 20 values and with 1000: a step beyond all noise is noticed with the 4th value, one of twice the
 * standard deviation with the 7th, one of a single standard deviation after about 35, or not at all.
 * Values that depend on the ones before, as on a machine that is busy for hours, are not in random order and can be taken
 * for a change. The same values always give the same answer. Not thread-safe; 4 KiB to 16 KiB.
 *
 * <p>Sources: Vovk, "Testing randomness online", 2021 (ranks as conformal p-values, martingales); Shin, Ramdas and
 * Rinaldo, "E-detectors", 2023 (sums of e-processes and their average run length).
 */
public final class ChangeDetector {
    /** Fewest values before a change. */
    public static final int MIN_BEFORE = 8;

    /** Values before a change that its size is measured against. */
    public static final int COMPARED = 50;

    /** Most values remembered; when they are reached the older half is forgotten, with what it was evidence for. */
    public static final int MAX_VALUES = 256;

    /** Shares of the earlier values that later ones may fall among, bet by bet. */
    private static final double[] AMONG = {0, 0.1, 0.3};

    /** What each bet keeps of the capital when it is lost. */
    private static final double[] KEPT = {0.1, 0.2, 0.4};

    private static final int FEWEST_AFTER = 3;

    private final double alarmEvery;
    private final double leastShift;
    private final double[] values = new double[MAX_VALUES];
    private final double[][] capital = new double[AMONG.length][MAX_VALUES];
    private int size;
    private long forgotten;

    /**
     * @param alarmEvery on average at most one false alarm in so many values; 1 or more, 1000 is usual
     * @param leastShift smallest step reported, relative to the median before: 0.05 for 5 %; 0 or more
     */
    public ChangeDetector(double alarmEvery, double leastShift) {
        if (!(alarmEvery >= 1) || !(leastShift >= 0)) {
            throw new IllegalArgumentException("alarm every " + alarmEvery + ", least shift " + leastShift);
        }
        this.alarmEvery = alarmEvery;
        this.leastShift = leastShift;
    }

    /**
     * Takes the next value.
     *
     * @param value above 0, finite
     * @return the change that this value made certain; what was before it is forgotten, so that it is reported once
     */
    public @Nullable Change add(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(value + " is no time");
        }
        if (size == MAX_VALUES) {
            forget(MAX_VALUES / 2);
        }
        bet(value);
        values[size++] = value;
        return judge();
    }

    /** Values seen since the start. */
    public long count() {
        return forgotten + size;
    }

    private void bet(double value) {
        int rank = 1; // 1 is the highest; equal values count as higher, so that ties win nothing
        for (int i = 0; i < size; i++) {
            rank += values[i] >= value ? 1 : 0;
        }
        int places = size + 1;
        for (int bet = 0; bet < AMONG.length; bet++) {
            double[] ofBet = capital[bet];
            double kept = KEPT[bet];
            if (size >= MIN_BEFORE) {
                ofBet[size] = 1.0 / AMONG.length; // a change just before this value
            }
            for (int before = MIN_BEFORE; before <= size; before++) {
                int winning = size - before + 1 + (int) (AMONG[bet] * before);
                ofBet[before] *= rank <= winning ? (1 - kept) * places / winning + kept : kept;
            }
        }
    }

    private @Nullable Change judge() {
        double sum = 0;
        double most = 0;
        int at = 0;
        for (int before = MIN_BEFORE; before < size; before++) {
            double ofPoint = 0;
            for (double[] ofBet : capital) {
                ofPoint += ofBet[before];
            }
            sum += ofPoint;
            if (ofPoint > most) {
                most = ofPoint;
                at = before;
            }
        }
        if (sum < alarmEvery || size - at < FEWEST_AFTER) {
            return null;
        }
        double before = Robust.median(Arrays.copyOfRange(values, Math.max(0, at - COMPARED), at));
        double after = Robust.median(Arrays.copyOfRange(values, at, size));
        if (after < before * (1 + leastShift)) {
            return null;
        }
        Change change = new Change(forgotten + at, forgotten + size - 1, before, after, sum);
        forget(at);
        return change;
    }

    private void forget(int first) {
        System.arraycopy(values, first, values, 0, size - first);
        size -= first;
        forgotten += first;
        for (double[] ofBet : capital) {
            Arrays.fill(ofBet, 0);
        }
    }
}
