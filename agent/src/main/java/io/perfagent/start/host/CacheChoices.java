package io.perfagent.start.host;

import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.tier.MemoryTier;
import io.perfagent.config.AgentSettings;
import io.perfagent.config.CacheSettings;
import io.perfagent.config.Config;
import io.perfagent.config.ControlSettings;
import java.util.List;

/** What the settings say of caching. */
public final class CacheChoices {
    private static final String OFF = "off";

    /** Samples of about twenty kinds of reads. */
    private static final long SHADOW_BYTES = 6L << 20;

    private CacheChoices() {}

    /** Whether anything is to be seen of what could be cached; instrumentations named {@code -cache} are woven then. */
    public static boolean isOn(Config config) {
        return !config.text(AgentSettings.CACHE).equals(OFF)
                && !config.text(ControlSettings.ADAPT).equals(OFF);
    }

    /**
     * Before the first hook runs: a write that was not seen would be one answer that is wrong.
     *
     * @param problems gets a line for each value that is of no use
     */
    static void install(Config config, List<String> problems) {
        if (!isOn(config)) {
            return;
        }
        long bytes = config.bytes(CacheSettings.MEMORY);
        Caches made = new Caches(new CacheOptions(
                config.fraction(CacheSettings.OBJECTIVE),
                bytes > 0 ? bytes : MemoryTier.defaultBytes(Runtime.getRuntime().maxMemory()),
                SHADOW_BYTES,
                new DataClasses(CacheSettings.DATA_CLASSES.key(), config.map(CacheSettings.DATA_CLASSES), problems)));
        made.rules(rules(config, problems));
        Caches.install(made);
    }

    /** Those of the setting. */
    public static CacheRules rules(Config config, List<String> problems) {
        return CacheRules.ofSetting(CacheSettings.RULES.key(), config.text(CacheSettings.RULES), problems);
    }
}
