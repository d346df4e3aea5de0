package io.perfagent.start.adapting;

import io.perfagent.config.Config;
import io.perfagent.config.ControlSettings;
import io.perfagent.config.LimitSettings;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.limit.Caps;
import io.perfagent.limit.Cohorts;
import io.perfagent.limit.Rates;
import io.perfagent.limit.Requests;
import io.perfagent.limit.Tiers;
import io.perfagent.metric.system.RunDelay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the settings say of caps and of the answer to a request that is turned away. */
final class LimitChoices {

    /** The subject of what the settings give; never tried, as half of a trial would be without it. */
    static final String CAPS = "caps";

    static final int MOST = 1_000_000;
    private static final int MOST_TIERS = 64;
    private static final double LEAST_RATE = 0.001;

    private LimitChoices() {}

    /**
     * What the settings say.
     *
     * @param acts whether limits may take effect: else nobody has to be told from another
     * @param problems gets a line for each value that is of no use
     */
    static Requests requests(Config config, boolean acts, List<String> problems) {
        Caps caps = new Caps(
                config.number(LimitSettings.MAX),
                endpoints(config, problems),
                config.millis(LimitSettings.MAX_WAIT) * 1_000_000);
        return new Requests(
                new PathPatterns(config.list(ControlSettings.LIMITS_EXEMPT)),
                config.number(LimitSettings.RESERVE),
                caps,
                new Rates(rates(config, problems)),
                KeyChoices.limits(config, problems),
                new Tiers(tiers(config, problems), KeyChoices.priorityHeader(config)),
                acts ? KeyChoices.cohorts(config, problems) : Cohorts.NONE,
                rejection(config, problems));
    }

    private static Map<String, Integer> endpoints(Config config, List<String> problems) {
        Map<String, Integer> endpoints = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry :
                config.map(LimitSettings.ENDPOINTS).entrySet()) {
            int most = number(entry.getValue());
            if (most < 1 || endpoints.size() == Caps.MAX_ENDPOINTS) {
                problems.add(LimitSettings.ENDPOINTS.key() + ": " + entry.getKey() + "=" + entry.getValue()
                        + (most < 1
                                ? " is not a number from 1 to " + MOST
                                : " is more than the " + Caps.MAX_ENDPOINTS + " that there may be")
                        + "; there is no cap for this path");
            } else {
                endpoints.put(entry.getKey(), most);
            }
        }
        return endpoints;
    }

    private static Map<String, Rates.Rate> rates(Config config, List<String> problems) {
        Map<String, Rates.Rate> rates = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : config.map(LimitSettings.RATES).entrySet()) {
            Rates.Rate rate = rate(entry.getValue());
            if (rate == null || rates.size() == Rates.MAX) {
                problems.add(LimitSettings.RATES.key() + ": " + entry.getKey() + "=" + entry.getValue()
                        + (rate == null
                                ? " is not a rate above 0 a second, such as 50 or 0.5:2"
                                : " is more than the " + Rates.MAX + " that there may be")
                        + "; there is no rate for this path");
            } else {
                rates.put(entry.getKey(), rate);
            }
        }
        return rates;
    }

    static Rates.@Nullable Rate rate(String text) {
        int colon = text.indexOf(':');
        try {
            double perSecond = Double.parseDouble(colon < 0 ? text : text.substring(0, colon));
            if (!(perSecond >= LEAST_RATE) || !(perSecond <= MOST)) {
                return null;
            }
            int burst = colon < 0 ? (int) Math.max(1, perSecond) : number(text.substring(colon + 1));
            return burst < 1 ? null : new Rates.Rate(perSecond, burst);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Map<String, String> tiers(Config config, List<String> problems) {
        Map<String, String> tiers = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry :
                config.map(LimitSettings.PRIORITIES).entrySet()) {
            if (Tiers.NAMES.contains(entry.getValue()) && tiers.size() < MOST_TIERS) {
                tiers.put(entry.getKey(), entry.getValue());
            } else {
                problems.add(LimitSettings.PRIORITIES.key() + ": " + entry.getKey() + "=" + entry.getValue()
                        + (tiers.size() < MOST_TIERS
                                ? " is none of " + Tiers.NAMES
                                : " is more than the " + MOST_TIERS + " that there may be")
                        + "; requests to this path are normal");
            }
        }
        return tiers;
    }

    /** A number of requests; negative for anything else. */
    static int number(String text) {
        try {
            int number = Integer.parseInt(text.trim());
            return number <= MOST ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Rejection rejection(Config config, List<String> problems) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header :
                config.map(LimitSettings.HEADERS).entrySet()) {
            if (isToken(header.getKey()) && isText(header.getValue())) {
                headers.put(header.getKey(), header.getValue());
            } else {
                problems.add(LimitSettings.HEADERS.key()
                        + ": one of them is no header that can be sent; requests that are turned away go without it");
            }
        }
        String type = config.text(LimitSettings.CONTENT_TYPE);
        String body = config.text(LimitSettings.BODY);
        return new Rejection(
                config.number(LimitSettings.STATUS),
                headers,
                isText(type) ? type : Rejection.DEFAULT.contentType,
                body.isEmpty() ? Rejection.DEFAULT.text : body);
    }

    /** A header's name, or as good as one (RFC 9110, 5.6.2): what splits lines or headers is not in it. */
    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 127 || c == ':' || c == ',' || c == ';') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 127) {
                return false;
            }
        }
        return true;
    }

    /** The processors are limited, too; the kernel tells who waits for them. */
    static void limitProcessors(Requests requests) {
        requests.processors(Runtime.getRuntime().availableProcessors(), new Kernel());
    }

    private static final class Kernel implements Requests.Delay {
        private final RunDelay delay = new RunDelay();

        @Override
        public long nanos(long nowNanos) {
            return delay.delayNanos(nowNanos);
        }
    }

    /** The operator's own settings are consent: the caps are in effect until they are undone or the switch is thrown. */
    static void holdCaps(Control control, Requests requests) {
        Caps caps = requests.caps();
        if (requests.hasNoSettings()) {
            return;
        }
        caps.hold(requests.threads());
        long now = System.currentTimeMillis();
        Holding holding = new Holding(caps, requests);
        if (control.inPlace(Limiting.KIND, CAPS, holding, "given by the settings", now, now) == null) {
            holding.restore();
        }
    }

    private static final class Holding implements Effect {
        private final Caps caps;
        private final Requests requests;

        Holding(Caps caps, Requests requests) {
            this.caps = caps;
            this.requests = requests;
        }

        @Override
        public void apply() {
            caps.hold(requests.threads());
            requests.rates().hold();
            requests.keys().hold();
        }

        @Override
        public void restore() {
            caps.open();
            requests.rates().open();
            requests.keys().open();
        }
    }
}
