package io.perfagent.limit;

import io.perfagent.instrument.family.HttpServerReader;
import io.perfagent.limit.policy.SipHash;
import io.perfagent.trace.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Static caps and rates for each user, tenant or whatever else a request names, as the settings give them. A request that
 * does not name it is not held back by it. In effect until {@link #open}. Safe for all threads; allocates nothing.
 */
public final class KeyLimits {
    /** Most caps, and most rates; more are not in effect. */
    public static final int MAX = 4;

    /** None at all. */
    public static final KeyLimits NONE = new KeyLimits(List.of(), List.of(), new SipHash(0, 0));

    /** At most so many requests at once that have the same there. */
    public record Cap(KeySource source, int atMost) {}

    /** A rate of requests that have the same there. */
    public record Rate(KeySource source, Rates.Rate rate) {}

    /** As many of its key are inside as may. */
    static final String CAP = "key_cap";

    /** Its key's rate is used up. */
    static final String RATE = "key_rate";

    private static final int PLACE_BITS = 16;

    private final SipHash hash;
    private final KeySource[] capSources;
    private final KeySource[] rateSources;
    private final KeyCounts[] caps;
    private final KeyRates[] rates;
    private volatile boolean holding = true;

    /** With at most {@value #MAX} of each. */
    public KeyLimits(List<Cap> caps, List<Rate> rates, SipHash hash) {
        this.hash = hash;
        this.caps = new KeyCounts[Math.min(MAX, caps.size())];
        this.capSources = new KeySource[this.caps.length];
        for (int i = 0; i < this.caps.length; i++) {
            this.capSources[i] = caps.get(i).source();
            this.caps[i] = new KeyCounts(caps.get(i).atMost());
        }
        this.rates = new KeyRates[Math.min(MAX, rates.size())];
        this.rateSources = new KeySource[this.rates.length];
        for (int i = 0; i < this.rates.length; i++) {
            this.rateSources[i] = rates.get(i).source();
            this.rates[i] = new KeyRates(rates.get(i).rate(), System.nanoTime());
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return caps.length + rates.length == 0;
    }

    /** Takes what a request needs of each; null if it may go on, else why not, and it holds nothing. */
    @Nullable
    String enter(Operation operation, HttpServerReader reader, Object request) {
        if (!holding) {
            return null;
        }
        for (int i = 0; i < rates.length; i++) {
            long key = rateSources[i].key(hash, reader, request, 0);
            if (key != 0 && !rates[i].take(key, System.nanoTime())) {
                return RATE;
            }
        }
        long held = 0;
        for (int i = 0; i < caps.length; i++) {
            long key = capSources[i].key(hash, reader, request, 0);
            int place = key == 0 ? KeyCounts.UNCOUNTED : caps[i].enter(key);
            if (place == KeyCounts.REFUSED) {
                leave(held);
                return CAP;
            }
            held |= (long) place << PLACE_BITS * i;
        }
        operation.heldKeys = held;
        return null;
    }

    /** Gives places back. */
    void leave(long held) {
        for (int i = 0; i < caps.length; i++) {
            int place = (int) (held >>> PLACE_BITS * i) & (1 << PLACE_BITS) - 1;
            if (place > 0) {
                caps[i].leave(place);
            }
        }
    }

    /** In effect from now on. */
    public void hold() {
        holding = true;
    }

    /** Nobody is held back any more. */
    public void open() {
        holding = false;
    }

    public boolean isHolding() {
        return holding;
    }

    /** Requests that were turned away, by what did it. */
    public interface Seen {
        /**
         * One cap or rate.
         *
         * @param most inside at once, or a second
         * @param overflows requests that were let in uncounted, as too many keys came at once
         */
        void one(boolean rate, String source, double most, long rejections, long overflows);
    }

    /** Tells of each. */
    public void tell(Seen seen) {
        for (int i = 0; i < caps.length; i++) {
            seen.one(false, capSources[i].text(), caps[i].atMost(), caps[i].rejections(), caps[i].overflows());
        }
        for (int i = 0; i < rates.length; i++) {
            seen.one(true, rateSources[i].text(), rates[i].perSecond(), rates[i].rejections(), rates[i].overflows());
        }
    }

    /** Keys that have requests inside; of one cap. */
    int inside(int cap) {
        return caps[cap].size();
    }
}
