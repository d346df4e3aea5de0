package io.perfagent.start.adapting;

import io.perfagent.config.Config;
import io.perfagent.config.LimitSettings;
import io.perfagent.limit.Cohorts;
import io.perfagent.limit.KeyLimits;
import io.perfagent.limit.KeySource;
import io.perfagent.limit.Rates;
import io.perfagent.limit.policy.SipHash;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the settings say of users, tenants and the like: where a request names them, and what each may. */
final class KeyChoices {
    private static final String NOBODY = "none";
    private static final int MOST_SOURCES = 8;
    private static final int KEY_BYTES = 16;

    private KeyChoices() {}

    /** Another key in each process: what its hashes are cannot be known outside. */
    private static SipHash hash() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        ByteBuffer longs = ByteBuffer.wrap(key);
        return new SipHash(longs.getLong(), longs.getLong());
    }

    static Cohorts cohorts(Config config, List<String> problems) {
        List<String> given = config.list(LimitSettings.USER);
        if (given.isEmpty() || given.equals(List.of(NOBODY))) {
            return Cohorts.NONE;
        }
        List<KeySource> sources = new ArrayList<>();
        for (String text : given) {
            KeySource source = KeySource.of(text);
            if (source == null || sources.size() == MOST_SOURCES) {
                problems.add(LimitSettings.USER.key() + ": " + text
                        + (source == null ? isNone() : " is more than the " + MOST_SOURCES + " that there may be")
                        + "; users are told from one another without it");
            } else {
                sources.add(source);
            }
        }
        return sources.isEmpty() ? Cohorts.NONE : new Cohorts(sources, hash());
    }

    private static String isNone() {
        return " is none of " + KeySource.FORMS;
    }

    /** In lower case; null if there is none. */
    static @Nullable String priorityHeader(Config config) {
        String name = config.text(LimitSettings.PRIORITY_HEADER).trim();
        return name.isEmpty() ? null : name.toLowerCase(Locale.ROOT);
    }

    static KeyLimits limits(Config config, List<String> problems) {
        List<KeyLimits.Cap> caps = new ArrayList<>();
        for (Map.Entry<String, String> entry : config.map(LimitSettings.KEYS).entrySet()) {
            KeySource source = KeySource.of(entry.getKey());
            int most = LimitChoices.number(entry.getValue());
            if (source == null || most < 1 || caps.size() == KeyLimits.MAX) {
                problems.add(LimitSettings.KEYS.key() + ": " + entry.getKey() + "=" + entry.getValue()
                        + (source == null
                                ? isNone()
                                : most < 1
                                        ? " is not a number from 1 to " + LimitChoices.MOST
                                        : " is more than the " + KeyLimits.MAX + " that there may be")
                        + "; there is no cap for this");
            } else {
                caps.add(new KeyLimits.Cap(source, most));
            }
        }
        List<KeyLimits.Rate> rates = new ArrayList<>();
        for (Map.Entry<String, String> entry :
                config.map(LimitSettings.KEY_RATES).entrySet()) {
            KeySource source = KeySource.of(entry.getKey());
            Rates.Rate rate = LimitChoices.rate(entry.getValue());
            if (source == null || rate == null || rates.size() == KeyLimits.MAX) {
                problems.add(LimitSettings.KEY_RATES.key() + ": " + entry.getKey() + "=" + entry.getValue()
                        + (source == null
                                ? isNone()
                                : rate == null
                                        ? " is not a rate above 0 a second, such as 50 or 0.5:2"
                                        : " is more than the " + KeyLimits.MAX + " that there may be")
                        + "; there is no rate for this");
            } else {
                rates.add(new KeyLimits.Rate(source, rate));
            }
        }
        return caps.isEmpty() && rates.isEmpty() ? KeyLimits.NONE : new KeyLimits(caps, rates, hash());
    }
}
