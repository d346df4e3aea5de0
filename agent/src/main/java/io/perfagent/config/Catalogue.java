package io.perfagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All settings. */
public final class Catalogue {
    private Catalogue() {}

    /** Every setting, by area, in the order of the reference page. Made anew at every call. */
    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>();
        Collections.addAll(all, AgentSettings.all());
        Collections.addAll(all, StartSettings.all());
        Collections.addAll(all, ControlSettings.all());
        Collections.addAll(all, LimitSettings.all());
        Collections.addAll(all, CacheSettings.all());
        Collections.addAll(all, PoolSettings.all());
        Collections.addAll(all, JfrSettings.all());
        Collections.addAll(all, ProfileSettings.all());
        Collections.addAll(all, TelemetrySettings.all());
        Collections.addAll(all, ExporterSettings.all());
        Collections.addAll(all, InstrumentationSettings.all());
        return all;
    }

    /** The setting that a key, or an older key, belongs to; null when there is none. */
    static @Nullable Setting<?> find(List<Setting<?>> all, String key) {
        for (Setting<?> setting : all) {
            if (setting.key().equals(key) || key.equals(setting.olderKey)) {
                return setting;
            }
        }
        return null;
    }
}
