package io.perfagent.control.trial;

import io.perfagent.control.trial.NoHarmTrial.Order;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The trial of a change that must show a gain, such as another size of a pool: blocks with and without it, in pairs whose
 * order is drawn by lot, until it is shown that a use costs less with it, that it does not, or neither. A pair is dropped
 * whole for what the change cannot produce: without it nobody had to wait, so there was nothing to gain; the load was another
 * one by far; what was changed had not settled in time. A guardrail watches the blocks with it request by request.
 *
 * <p>Stepped once a second with what has been counted until then. Not thread-safe; reads no clock.
 */
public final class GainTrial {
    /** Seconds after a change that are not measured, at least. */
    static final int SETTLE_SECONDS = 3;

    /** The same at most: what has not settled by then belongs to a pair that is dropped. */
    static final int MOST_SETTLE_SECONDS = 30;

    static final int MEASURED_SECONDS = 20;

    /** Pairs that may be dropped; more, and there is no load to be tried in. */
    static final int MAX_DROPPED = 24;

    /** More uses than twice as many, which is the most that a change could make of them, are another load. */
    private static final double ANOTHER_LOAD = 3;

    /**
     * What has been counted since the trial began.
     *
     * @param requests that ended
     * @param bad of them
     * @param uses of what is changed
     * @param costSeconds sum of what they cost, waits included
     * @param queueSeconds sum of their waits
     * @param settled whether the change that was ordered last is complete
     */
    public record Reading(
            long requests, long bad, double uses, double costSeconds, double queueSeconds, boolean settled) {
        private CostBlock since(Reading before) {
            return new CostBlock(
                    requests - before.requests,
                    bad - before.bad,
                    uses - before.uses,
                    costSeconds - before.costSeconds,
                    queueSeconds - before.queueSeconds);
        }
    }

    private final Random lot;
    private final Gain gain = new Gain();
    private final HarmWatch watch = new HarmWatch();
    private Reading last = new Reading(0, 0, 0, 0, 0, true);
    private Reading blockBegan = last;
    private @Nullable CostBlock first;
    private boolean baseline = true;
    private boolean on;
    private int settling;
    private int measured;
    private boolean measuring;
    private int dropped;
    private String reason = "";

    /** @param seed of the order of blocks */
    public GainTrial(long seed) {
        lot = new Random(seed);
    }

    /** Whether there is so much traffic that harm would be noticed within a minute. */
    public static boolean isEnough(double requestsPerSecond) {
        return HarmWatch.noticesInTime(requestsPerSecond);
    }

    /** The margins and the design in a line, for the ledger. */
    public static String design() {
        return "pairs of blocks of " + MEASURED_SECONDS
                + " s with and without it, while there are waits; kept if shown to take " + Gain.LEAST_PERCENT
                + " % and more off the time for a connection, and to add less than 0.1 % errors";
    }

    /** A second is over; what to do now. After {@link Order#KEEP} or {@link Order#ROLL_BACK} the trial is over. */
    public Order second(Reading reading) {
        long requests = reading.requests - last.requests;
        long bad = reading.bad - last.bad;
        last = reading;
        if (on && watch.add(requests, bad)) {
            reason = watch.reason();
            return Order.ROLL_BACK;
        }
        if (!measuring) {
            settling++;
            if (settling >= SETTLE_SECONDS && reading.settled) {
                measuring = true;
                blockBegan = reading;
            } else if (settling >= MOST_SETTLE_SECONDS) {
                return drop();
            }
            return order();
        }
        return ++measured < MEASURED_SECONDS ? order() : ended(reading.since(blockBegan));
    }

    private Order ended(CostBlock block) {
        if (!on) {
            watch.control(block.requests(), block.bad());
        }
        if (baseline) {
            baseline = false;
            begin(lot.nextBoolean());
            return order();
        }
        CostBlock before = first;
        if (before == null) {
            first = block;
            begin(!on);
            return order();
        }
        first = null;
        CostBlock with = on ? block : before;
        CostBlock without = on ? before : block;
        boolean otherLoad = with.uses() > ANOTHER_LOAD * without.uses() || without.uses() > ANOTHER_LOAD * with.uses();
        if (!with.isEnough() || !without.isEnough() || otherLoad || !without.hasQueue()) {
            return drop();
        }
        switch (gain.add(with, without)) {
            case GAIN:
                reason = "a gain in " + gain.pairs() + " pairs of blocks" + effects();
                return Order.KEEP;
            case NONE:
                reason = "no gain in " + gain.pairs() + " pairs of blocks" + effects();
                return Order.ROLL_BACK;
            case NOT_SHOWN:
                reason = "no gain shown in " + gain.pairs() + " pairs of blocks" + effects();
                return Order.ROLL_BACK;
            default:
                begin(lot.nextBoolean());
                return order();
        }
    }

    private Order drop() {
        first = null;
        dropped++;
        if (dropped > MAX_DROPPED) {
            reason = "there was no load to try it in: " + dropped + " pairs were dropped";
            return Order.ROLL_BACK;
        }
        begin(!baseline && lot.nextBoolean());
        return order();
    }

    private void begin(boolean with) {
        on = with;
        settling = 0;
        measured = 0;
        measuring = false;
    }

    private Order order() {
        return on ? Order.ON : Order.OFF;
    }

    private String effects() {
        return ": time for a connection " + gain.costRatio().added().percent(" %") + ", connections used "
                + gain.usesRatio().added().percent(" %") + ", errors "
                + gain.badRateAdded().percent(" points");
    }

    /** Why it is over; empty before. */
    public String reason() {
        return reason;
    }

    /** Pairs measured so far. */
    public int pairs() {
        return gain.pairs();
    }

    public int dropped() {
        return dropped;
    }

    /** What it makes of the time for a connection: 0.8 is a fifth less. */
    public Estimate costRatio() {
        return gain.costRatio();
    }

    /** What it makes of the number of connections used in a second. */
    public Estimate usesRatio() {
        return gain.usesRatio();
    }

    /** Bad outcomes more, as a share of all. */
    public Estimate badRateAdded() {
        return gain.badRateAdded();
    }

    /** How likely such a gain would be by chance; 1 before the first look. */
    public double probability() {
        return gain.probability();
    }
}
