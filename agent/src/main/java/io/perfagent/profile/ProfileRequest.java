package io.perfagent.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param events at least one
 * @param seconds 1 to 600
 * @param intervalNanos between two samples of a thread's time, 0 for the event's own default
 * @param allocBytes between two samples of allocation
 * @param lockNanos a wait for a lock that is shorter counts only with others
 * @param depth frames of a stack at most
 * @param memoryBytes what the profiler may take for stacks
 * @param operation whose samples alone are wanted, by its key or by kind and key; null for all
 * @param trace whose samples alone are wanted, 32 hexadecimal digits, or {@link #SLOWEST}; null for all
 * @param byOperation whether stacks begin with the operation they ran for
 */
public record ProfileRequest(
        List<ProfileEvent> events,
        int seconds,
        long intervalNanos,
        long allocBytes,
        long lockNanos,
        int depth,
        long memoryBytes,
        @Nullable String operation,
        @Nullable String trace,
        boolean byOperation,
        ProfileFormat format,
        EngineChoice engine) {
    /** The trace with the most of the first event: of {@code wall} the slowest, of {@code cpu} the dearest. */
    public static final String SLOWEST = "slowest";

    public static final int MAX_SECONDS = 600;

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** What is asked for where nothing is said. */
    public static ProfileRequest of(List<ProfileEvent> events, int seconds, ProfileFormat format) {
        return new ProfileRequest(
                events, seconds, 0, 512 << 10, 100_000, 512, 64 << 20, null, null, false, format, EngineChoice.AUTO);
    }

    /** With the operations in the stacks. */
    public ProfileRequest withOperations() {
        return new ProfileRequest(
                events,
                seconds,
                intervalNanos,
                allocBytes,
                lockNanos,
                depth,
                memoryBytes,
                operation,
                trace,
                true,
                format,
                engine);
    }

    /** With another time between samples. */
    public ProfileRequest withInterval(long nanos) {
        return new ProfileRequest(
                events,
                seconds,
                nanos,
                allocBytes,
                lockNanos,
                depth,
                memoryBytes,
                operation,
                trace,
                byOperation,
                format,
                engine);
    }

    /**
     * Reads the arguments of a command line.
     *
     * @throws Refusal if one is unknown or wrong
     */
    public static ProfileRequest parse(List<String> arguments) throws Refusal {
        List<ProfileEvent> events = List.of(ProfileEvent.CPU);
        int seconds = 30;
        long interval = 0;
        long alloc = 512 << 10;
        long lock = 100_000;
        int depth = 512;
        long memory = 64 << 20;
        String operation = null;
        String trace = null;
        boolean byOperation = false;
        ProfileFormat format = ProfileFormat.HTML;
        EngineChoice engine = EngineChoice.AUTO;
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--by-operation")) {
                byOperation = true;
                continue;
            }
            if (++i == arguments.size()) {
                throw new Refusal(option + " needs a value");
            }
            String value = arguments.get(i);
            switch (option) {
                case "-d" ->
                    seconds = Quantity.whole(
                            option,
                            value.endsWith("s") ? value.substring(0, value.length() - 1) : value,
                            1,
                            MAX_SECONDS);
                case "-e" -> events = ProfileEvent.parse(value);
                case "-i" -> interval = Quantity.nanos(option, value, 100_000, SECOND_NANOS);
                case "--alloc" -> alloc = Quantity.bytes(option, value, 1 << 10, 1 << 30);
                case "--lock" -> lock = Quantity.nanos(option, value, 1_000, SECOND_NANOS);
                case "-j" -> depth = Quantity.whole(option, value, 1, 2048);
                case "--memory" -> memory = Quantity.bytes(option, value, 4 << 20, 1 << 30);
                case "--operation" -> operation = value;
                case "--trace" -> trace = trace(value);
                case "--format" -> format = format(value);
                case "--engine" -> engine = engine(value);
                default -> throw new Refusal("there is no option '" + option + "'");
            }
        }
        if (events.size() > 1 && !format.hasRoomForSeveralEvents()) {
            throw new Refusal("'" + format.key() + "' holds one event: ask for one, or for another format");
        }
        if (engine == EngineChoice.JFR && format == ProfileFormat.JFR) {
            throw new Refusal(
                    "the JFR engine hands out no recording: jcmd does (JFR.start), or ask for another format");
        }
        if (format == ProfileFormat.JFR && (operation != null || trace != null || byOperation)) {
            throw new Refusal("a recording holds all samples: ask for another format, or without an operation");
        }
        return new ProfileRequest(
                events, seconds, interval, alloc, lock, depth, memory, operation, trace, byOperation, format, engine);
    }

    private static EngineChoice engine(String value) throws Refusal {
        EngineChoice engine = EngineChoice.of(value);
        if (engine == null) {
            throw new Refusal("there is no engine '" + value + "'; there are auto, async and jfr");
        }
        return engine;
    }

    private static String trace(String value) throws Refusal {
        if (value.equals(SLOWEST)) {
            return SLOWEST;
        }
        boolean right = value.length() == 32;
        for (int i = 0; i < value.length(); i++) {
            right &= Character.digit(value.charAt(i), 16) >= 0;
        }
        if (!right) {
            throw new Refusal("--trace must be 32 hexadecimal digits or 'slowest', is '" + value + "'");
        }
        return value.toLowerCase(java.util.Locale.ROOT);
    }

    private static ProfileFormat format(String value) throws Refusal {
        ProfileFormat format = ProfileFormat.of(value);
        if (format == null) {
            throw new Refusal(
                    "there is no format '" + value + "'; there are html, collapsed, pprof, speedscope and jfr");
        }
        return format;
    }

    /** Whether JFR has what is asked for. */
    public boolean isForJfr() {
        return format != ProfileFormat.JFR
                && !events.contains(ProfileEvent.WALL)
                && !events.contains(ProfileEvent.LIVE)
                && !events.contains(ProfileEvent.NATIVEMEM);
    }

    /** Whether the trace is known only when all samples are. */
    public boolean isOfSlowest() {
        return SLOWEST.equals(trace);
    }

    /** Between two samples of one event that counts time. */
    public long interval(ProfileEvent event) {
        if (intervalNanos > 0) {
            return intervalNanos;
        }
        return event == ProfileEvent.WALL ? 50_000_000 : 10_000_000;
    }

    /** Between two samples of an event, in its unit; 0 where each one counts. */
    long period(ProfileEvent event) {
        return switch (event) {
            case CPU, CTIMER, WALL -> interval(event);
            case ALLOC, LIVE -> allocBytes;
            case LOCK, NATIVEMEM -> 0;
        };
    }
}
