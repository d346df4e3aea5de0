package io.perfagent.control.trial;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The trial of a protection: blocks with and without it in normal load, in pairs whose order is drawn by lot, until it is
 * shown to do no harm, to do some, or neither. While the service is overloaded the protection is in effect and nothing is
 * drawn or measured; the pair that was under way is dropped whole, whichever of its blocks it was. A guardrail watches the
 * blocks with it request by request.
 *
 * <p>Stepped once a second with what has been counted until then. Not thread-safe; reads no clock.
 */
public final class NoHarmTrial {
    /** Seconds of a block that are not measured: what was begun before the change is on its way yet. */
    static final int SETTLE_SECONDS = 3;

    /** Twice the ten seconds that latencies are kept by, so that one of those lies within. */
    static final int MEASURED_SECONDS = 20;

    private static final int BLOCK_SECONDS = SETTLE_SECONDS + MEASURED_SECONDS;

    /** Calm seconds after an overload before blocks are drawn again. */
    static final int CALM_SECONDS = 10;

    /** Pairs that may be dropped; more, and there is no normal load to be tried in. */
    static final int MAX_DROPPED = 24;

    /** Each further time that it lasts for so long counts as another pair, where trouble that lasts ends the trial. */
    static final int LASTING_SECONDS = 60;

    /** What is to be done with the protection, or with the trial. */
    public enum Order {
        /** In effect. */
        ON,
        /** Not in effect. */
        OFF,
        /** It has done no harm: keep it. */
        KEEP,
        /** It has done harm, or could not be shown to do none: take it out. */
        ROLL_BACK
    }

    /**
     * What has been counted since the trial began.
     *
     * @param requests that ended
     * @param bad of them
     * @param lastTenSeconds latencies of the last ten seconds that are complete, which may be up to ten seconds ago
     * @param overloaded whether requests queue at what is protected
     */
    public record Reading(long requests, long bad, List<Latency> lastTenSeconds, boolean overloaded) {}

    private final Random lot;
    private final boolean lastingEnds;
    private final NoHarm noHarm = new NoHarm();
    private final HarmWatch watch = new HarmWatch();
    private @Nullable Block first;
    private boolean baseline = true;
    private boolean on;
    private boolean overloaded;
    private int overloadedSeconds;
    private int calmSeconds;
    private int seconds;
    private int dropped;
    private long lastRequests;
    private long lastBad;
    private long blockRequests;
    private long blockBad;
    private String reason = "";

    /**
     * A trial that begins.
     *
     * @param seed of the order of blocks
     * @param lastingEnds whether an overload that lasts ends it: true for a host that may stay away for good, false for this
     *     service's own, which is no time to take away what helps it
     */
    public NoHarmTrial(long seed, boolean lastingEnds) {
        lot = new Random(seed);
        this.lastingEnds = lastingEnds;
    }

    /**
     * Whether there is so much traffic that harm would be noticed within a minute.
     *
     * @param requestsPerSecond on which the protection acts
     */
    public static boolean isEnough(double requestsPerSecond) {
        return HarmWatch.noticesInTime(requestsPerSecond);
    }

    /** The margins and the design in a line, for the ledger. */
    public static String design() {
        return "pairs of blocks of " + MEASURED_SECONDS
                + " s with and without it, in normal load only; kept if shown to add"
                + " less than 0.1 % errors, 10 % to p99, and to take less than 5 % of good requests";
    }

    /** A second is over; what to do now. After {@link Order#KEEP} or {@link Order#ROLL_BACK} the trial is over. */
    public Order second(Reading reading) {
        long requests = reading.requests - lastRequests;
        long bad = reading.bad - lastBad;
        lastRequests = reading.requests;
        lastBad = reading.bad;
        if (on && !overloaded && !reading.overloaded && harm(requests, bad)) {
            return Order.ROLL_BACK;
        }
        if (reading.overloaded || overloaded) {
            return overload(reading.overloaded);
        }
        seconds++;
        if (seconds <= SETTLE_SECONDS) {
            return order();
        }
        blockRequests += requests;
        blockBad += bad;
        if (seconds < BLOCK_SECONDS) {
            return order();
        }
        // Counts are read while others count: no more of them are bad than there are.
        long badOfThem = Math.max(0, Math.min(blockBad, blockRequests));
        return ended(new Block(MEASURED_SECONDS, blockRequests, badOfThem, reading.lastTenSeconds));
    }

    private boolean harm(long requests, long bad) {
        boolean seen = watch.add(requests, bad);
        reason = seen ? watch.reason() : reason;
        return seen;
    }

    /** It is in effect, and nothing is measured, until there has been calm for a while. */
    private Order overload(boolean now) {
        if (!overloaded) {
            dropped++;
            first = null;
            overloadedSeconds = 0;
        }
        overloaded = true;
        if (now && ++overloadedSeconds % LASTING_SECONDS == 0 && lastingEnds) {
            dropped++;
        }
        calmSeconds = now ? 0 : calmSeconds + 1;
        if (dropped > MAX_DROPPED) {
            return nothingToTryIn();
        }
        if (calmSeconds >= CALM_SECONDS) {
            overloaded = false;
            begin(baseline ? false : lot.nextBoolean());
            return order();
        }
        return Order.ON;
    }

    private Order nothingToTryIn() {
        reason = "there was no normal load to try it in: " + dropped + " pairs were dropped";
        return Order.ROLL_BACK;
    }

    private Order ended(Block block) {
        if (block.requests() < 0) {
            return drop(); // what is counted has begun anew in the middle of it
        }
        if (!on) {
            watch.control(block.requests(), block.bad());
        }
        if (baseline) {
            baseline = false;
            begin(lot.nextBoolean());
            return order();
        }
        Block before = first;
        if (before == null) {
            first = block;
            begin(!on);
            return order();
        }
        first = null;
        if (Double.isNaN(block.p99Above(before))) {
            return drop(); // too few calls
        }
        NoHarm.Verdict verdict = on ? noHarm.add(block, before) : noHarm.add(before, block);
        switch (verdict) {
            case NO_HARM:
                reason = "no harm in " + noHarm.pairs() + " pairs of blocks" + effects();
                return Order.KEEP;
            case HARM:
                reason = "it did harm in " + noHarm.pairs() + " pairs of blocks" + effects();
                return Order.ROLL_BACK;
            case NOT_SHOWN:
                reason = "not shown to do no harm in " + noHarm.pairs() + " pairs of blocks" + effects();
                return Order.ROLL_BACK;
            default:
                begin(lot.nextBoolean());
                return order();
        }
    }

    private Order drop() {
        first = null;
        dropped++;
        begin(!baseline && lot.nextBoolean());
        return dropped > MAX_DROPPED ? nothingToTryIn() : order();
    }

    private void begin(boolean with) {
        on = with;
        seconds = 0;
        blockRequests = 0;
        blockBad = 0;
    }

    private Order order() {
        return on ? Order.ON : Order.OFF;
    }

    private String effects() {
        return ": errors " + badRateAdded().percent(" points") + ", p99 "
                + p99Ratio().added().percent(" %") + ", good requests "
                + goodRatio().added().percent(" %");
    }

    /** Why it is over; empty before. */
    public String reason() {
        return reason;
    }

    /** Pairs measured so far. */
    public int pairs() {
        return noHarm.pairs();
    }

    /** Pairs dropped: the service was overloaded, or too little was counted. */
    public int dropped() {
        return dropped;
    }

    /** Points of bad outcomes that it adds, as a share; negative if there are fewer. */
    public Estimate badRateAdded() {
        return noHarm.effect(0);
    }

    /** What it makes of p99: 1.1 is 10 % more. */
    public Estimate p99Ratio() {
        return noHarm.effect(1).asRatio();
    }

    /** What it makes of the requests per second that end well. */
    public Estimate goodRatio() {
        return noHarm.effect(2).asRatio();
    }

    /** How likely the weakest of the three findings would be if that margin were reached; 1 before the first look. */
    public double weakestProbability() {
        return noHarm.weakest();
    }
}
