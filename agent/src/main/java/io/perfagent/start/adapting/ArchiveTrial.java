package io.perfagent.start.adapting;

import io.perfagent.control.Adaptation;
import io.perfagent.control.Control;
import io.perfagent.control.Figures;
import io.perfagent.control.State;
import io.perfagent.control.stats.RankSumTest;
import io.perfagent.control.stats.Robust;
import io.perfagent.start.watch.StartRecordLine;
import java.util.List;

/**
 * Judges what is to shorten the start, such as an archive, by the starts on record: those with it against those of the same
 * deployment without any.
 *
 * <p>It is looked at after {@code 5, 10 and 20} starts with it, at a level of one in a hundred each, so that an archive that
 * changes nothing is called faster or slower in at most six of a hundred cases. After the last look it must have shown a
 * gain. Pure.
 */
final class ArchiveTrial {
    /** After how many starts with it. */
    static final int[] LOOKS = {5, 10, 20};

    /** Starts without it that it takes at least; the latest {@value #MOST_WITHOUT} count. */
    static final int LEAST_WITHOUT = 5;

    static final int MOST_WITHOUT = 20;
    private static final double LEVEL = 0.01;

    enum Answer {
        /** Too few starts to tell. */
        WAIT,
        FASTER,
        SLOWER,
        /** All looks are over, and no gain was seen. */
        NO_GAIN
    }

    /** @param line for the operator */
    record Verdict(Answer answer, String line, Figures evidence) {
        /** Keeps or takes out what was judged, if it is in effect. */
        void settle(Control control, Adaptation judged, long nowMillis) {
            if (!judged.state().inEffect() || answer == Answer.WAIT) {
                return;
            }
            if (answer != Answer.FASTER) {
                String what = answer == Answer.SLOWER ? "starts are slower: " : "starts are no faster: ";
                control.rollBack(judged.id(), what + line, evidence, nowMillis);
            } else if (judged.state() == State.TRIAL) {
                control.keep(judged.id(), line, evidence, nowMillis);
            }
        }
    }

    private ArchiveTrial() {}

    /**
     * @param starts of one deployment, oldest first, the last one with the archive
     * @param archive its name
     * @param kept whether it has shown a gain, or was wanted without: after the last look it is judged no more
     */
    static Verdict judge(List<StartRecordLine> starts, String archive, boolean kept) {
        double[] with = times(starts, archive, Integer.MAX_VALUE);
        double[] without = times(starts, "", MOST_WITHOUT);
        Figures evidence = Figures.of("starts_with_archive", with.length).with("starts_without", without.length);
        if (without.length < LEAST_WITHOUT) {
            return new Verdict(
                    Answer.WAIT,
                    "there are " + without.length + " starts of this deployment without it to compare with, of "
                            + LEAST_WITHOUT,
                    evidence);
        }
        int look = look(with.length, kept);
        if (look < 0) {
            return new Verdict(
                    Answer.WAIT, with.length + " starts with it so far; it is judged after 5, 10 and 20", evidence);
        }
        double median = Robust.median(with);
        double before = Robust.median(without);
        double shift = RankSumTest.shift(with, without);
        evidence = evidence.with("median_with_ms", median)
                .with("median_without_ms", before)
                .with("shift_ms", shift);
        String figures = "ready after " + Math.round(median) + " ms with it and " + Math.round(before)
                + " ms without (medians of " + with.length + " and " + without.length + " starts)";
        double faster = RankSumTest.probabilityOfSmaller(with, without);
        double slower = RankSumTest.probabilityOfSmaller(without, with);
        if (faster <= LEVEL) {
            return new Verdict(Answer.FASTER, figures, evidence.with("p", faster));
        }
        if (slower <= LEVEL) {
            return new Verdict(Answer.SLOWER, figures, evidence.with("p", slower));
        }
        boolean last = look == LOOKS[LOOKS.length - 1];
        return new Verdict(last ? Answer.NO_GAIN : Answer.WAIT, figures, evidence.with("p", faster));
    }

    /** Whether there is a look after this many starts; a start that was not put on record must not skip the last one. */
    private static int look(int starts, boolean kept) {
        for (int look : LOOKS) {
            if (starts == look) {
                return look;
            }
        }
        int last = LOOKS[LOOKS.length - 1];
        return starts > last && !kept ? last : -1;
    }

    private static double[] times(List<StartRecordLine> starts, String archive, int latest) {
        double[] times = new double[Math.min(Math.min(latest, RankSumTest.MAX_EACH), starts.size())];
        int count = 0;
        for (int i = starts.size() - 1; i >= 0 && count < times.length; i--) {
            if (starts.get(i).archive().equals(archive)) {
                times[count++] = starts.get(i).readyMillis();
            }
        }
        return java.util.Arrays.copyOf(times, count);
    }
}
