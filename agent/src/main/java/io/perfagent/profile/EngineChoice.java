package io.perfagent.profile;

import org.jspecify.annotations.Nullable;

/** Which engine is to take a profile. */
public enum EngineChoice {
    /** async-profiler, or JFR where that does not run. */
    AUTO("auto"),
    ASYNC("async"),
    JFR("jfr");

    private final String key;

    EngineChoice(String key) {
        this.key = key;
    }

    /** As it is asked for. */
    public String key() {
        return key;
    }

    static @Nullable EngineChoice of(String key) {
        for (EngineChoice engine : values()) {
            if (engine.key.equals(key)) {
                return engine;
            }
        }
        return null;
    }
}
