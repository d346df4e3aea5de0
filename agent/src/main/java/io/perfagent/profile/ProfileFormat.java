package io.perfagent.profile;

import org.jspecify.annotations.Nullable;

/** What a profile is written as. */
public enum ProfileFormat {
    /** A flame graph in one page. */
    HTML("html", ".html", true),
    /** One line a stack. */
    COLLAPSED("collapsed", ".collapsed", false),
    /** Gzipped protobuf of the pprof tools. */
    PPROF("pprof", ".pb.gz", true),
    /** JSON of speedscope. */
    SPEEDSCOPE("speedscope", ".speedscope.json", true),
    /** The recording itself, with threads and times. */
    JFR("jfr", ".jfr", true);

    private final String key;
    private final String ending;
    private final boolean severalEvents;

    ProfileFormat(String key, String ending, boolean severalEvents) {
        this.key = key;
        this.ending = ending;
        this.severalEvents = severalEvents;
    }

    public String key() {
        return key;
    }

    /** Of a file's name, with the dot. */
    public String ending() {
        return ending;
    }

    public boolean hasRoomForSeveralEvents() {
        return severalEvents;
    }

    static @Nullable ProfileFormat of(String key) {
        for (ProfileFormat format : values()) {
            if (format.key.equals(key)) {
                return format;
            }
        }
        return null;
    }

    /** By a file's name; null if that does not tell. */
    public static @Nullable ProfileFormat ofFile(String name) {
        for (ProfileFormat format : values()) {
            if (name.endsWith(format.ending)) {
                return format;
            }
        }
        if (name.endsWith(".folded") || name.endsWith(".txt")) {
            return COLLAPSED;
        }
        if (name.endsWith(".pprof")) {
            return PPROF;
        }
        return name.endsWith(".json") ? SPEEDSCOPE : null;
    }
}
