package io.perfagent.trace.sampling;

/**
 * Decides whether a trace is recorded: always, never, or a share of traces by their identifiers; on its own or following
 * the parent.
 *
 * <p>Names and behaviour are those of {@code OTEL_TRACES_SAMPLER}; the share is decided by the identifier's low half as
 * OpenTelemetry's SDK for Java decides it, so that services with the same share keep the same traces. Immutable, safe for
 * all threads.
 */
public final class Sampler {
    private static final String PARENT_BASED = "parentbased_";

    private final boolean parentBased;
    private final boolean always;

    /** Identifiers whose absolute value is below it are sampled; {@link Long#MIN_VALUE}: none is. */
    private final long upperBound;

    private Sampler(boolean parentBased, double ratio) {
        this.parentBased = parentBased;
        this.always = ratio >= 1;
        // NaN counts as nothing.
        this.upperBound = ratio > 0 ? (long) (ratio * Long.MAX_VALUE) : Long.MIN_VALUE;
    }

    /**
     * The sampler of a name.
     *
     * @param name {@code always_on}, {@code always_off} or {@code traceidratio}, each also after {@code parentbased_}; any
     *     other is {@code parentbased_always_on}
     * @param ratio share of traces for {@code traceidratio}, 0 to 1; what is outside is the nearer end
     */
    public static Sampler of(String name, double ratio) {
        boolean parentBased = name.startsWith(PARENT_BASED);
        String root = parentBased ? name.substring(PARENT_BASED.length()) : name;
        if (root.equals("traceidratio")) {
            return new Sampler(parentBased, ratio);
        }
        if (root.equals("always_off")) {
            return new Sampler(parentBased, 0);
        }
        return new Sampler(parentBased || !root.equals("always_on"), 1);
    }

    /**
     * Whether an operation is sampled.
     *
     * @param parentRemote whether the parent is in another process; makes no difference to the samplers there are
     * @param traceIdLo low half of the trace's identifier
     */
    public boolean sample(boolean hasParent, boolean parentSampled, boolean parentRemote, long traceIdLo) {
        if (parentBased && hasParent) {
            return parentSampled;
        }
        return always || Math.abs(traceIdLo) < upperBound;
    }
}
