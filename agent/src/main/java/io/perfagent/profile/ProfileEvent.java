package io.perfagent.profile;

import io.perfagent.profile.stack.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sampled. */
public enum ProfileEvent {
    /** Time on a processor, kernel and native code too; by the kernel's perf events, or by timers where there are none. */
    CPU("cpu", Unit.NANOSECONDS),
    /** Time on a processor, by timers: works in containers, sees no kernel code. */
    CTIMER("ctimer", Unit.NANOSECONDS),
    /** Time of all threads, running or not. */
    WALL("wall", Unit.NANOSECONDS),
    /** Memory taken from the Java heap. */
    ALLOC("alloc", Unit.BYTES),
    /** Of the memory taken while it is sampled, what is still in use at the end. */
    LIVE("live", Unit.BYTES),
    /** Time waited for monitors and locks that another thread held. */
    LOCK("lock", Unit.NANOSECONDS),
    /** Memory taken with {@code malloc}. */
    NATIVEMEM("nativemem", Unit.BYTES);

    private final String key;
    private final Unit unit;

    ProfileEvent(String key, Unit unit) {
        this.key = key;
        this.unit = unit;
    }

    /** As it is asked for. */
    public String key() {
        return key;
    }

    public Unit unit() {
        return unit;
    }

    static @Nullable ProfileEvent of(String key) {
        for (ProfileEvent event : values()) {
            if (event.key.equals(key)) {
                return event;
            }
        }
        return null;
    }

    /**
     * Reads a list like {@code cpu,alloc}.
     *
     * @throws Refusal if one is unknown, or two cannot be had together
     */
    public static List<ProfileEvent> parse(String text) throws Refusal {
        List<ProfileEvent> events = new ArrayList<>();
        for (String key : text.split(",", -1)) {
            ProfileEvent event = of(key.trim());
            if (event == null) {
                throw new Refusal("there is no event '" + key.trim()
                        + "'; there are cpu, ctimer, wall, alloc, live, lock and nativemem");
            }
            if (!events.contains(event)) {
                events.add(event);
            }
        }
        if (events.contains(CPU) && events.contains(CTIMER)) {
            throw new Refusal("cpu and ctimer are the same question: ask for one of them");
        }
        if (events.contains(ALLOC) && events.contains(LIVE)) {
            throw new Refusal("alloc and live have one sampler: ask for one of them");
        }
        return events;
    }
}
