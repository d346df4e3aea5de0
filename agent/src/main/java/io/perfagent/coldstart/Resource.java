package io.perfagent.coldstart;

/**
 * What time goes to inside the JVM, as HotSpot counts it for all threads together. Names of counters differ little between
 * releases; one that a JVM has not got is not measured. Loading, verifying and initialising may nest; where HotSpot counts
 * the time without what is nested, that is taken.
 */
enum Resource {
    CLASS_LOAD("class load", "sun.cls.appClassLoadTime.self", "sun.cls.appClassLoadTime"),
    CLASS_DEFINE("class parse and define", "sun.cls.defineAppClassTime.self", "sun.cls.defineAppClassTime"),
    CLASS_READ("class bytes read", "sun.urlClassLoader.readClassBytesTime"),
    VERIFY("verify", "sun.cls.classVerifyTime.self", "sun.cls.classVerifyTime"),
    LINK("link", "sun.cls.classLinkedTime.self", "sun.cls.classLinkedTime"),
    STATIC_INIT("static init", "sun.cls.classInitTime.self", "sun.cls.classInitTime"),
    JIT("JIT", "java.ci.totalTime"),
    GC_YOUNG("GC young", "sun.gc.collector.0.time"),
    GC_OLD("GC full", "sun.gc.collector.1.time"),
    SAFEPOINT("safepoints", "sun.rt.safepointTime"),
    ZIP_OPEN("jars opened", "sun.zip.zipFile.openTime");

    /** For people, and the key in the JSON. */
    final String title;

    private final String[] counters;

    Resource(String title, String... counters) {
        this.title = title;
        this.counters = counters;
    }

    /** Nanoseconds so far, or {@link Counters#NOT_MEASURED}. */
    long nanos(PerfData data, long ticksPerSecond) {
        for (String counter : counters) {
            long ticks = data.value(counter);
            if (ticks >= 0) {
                boolean isNanos = ordinal() == CLASS_READ.ordinal() || ordinal() == ZIP_OPEN.ordinal();
                return isNanos || ticksPerSecond == 1_000_000_000L
                        ? ticks
                        : (long) (ticks * (1e9 / ticksPerSecond)); // counted by Java code, the others in ticks
            }
        }
        return Counters.NOT_MEASURED;
    }
}
