package io.perfagent.profile;

import io.perfagent.profile.attribution.Owner;
import io.perfagent.profile.attribution.Owners;
import io.perfagent.profile.attribution.WaitingSamples;
import io.perfagent.profile.stack.FrameKind;
import io.perfagent.profile.stack.SpanLinks;
import io.perfagent.profile.stack.StackProfile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples of a session added up by event, operation and stack. Each stack begins with its outermost operation, and the
 * innermost one if that is another, so that one bounded tree per event answers for all, for one operation and by operation.
 * Not thread-safe.
 */
public final class OperationProfiles implements SampleSink {
    /** What stands for the operation of samples that no operation is known for. */
    public static final String UNATTRIBUTED = "(unattributed)";

    /** Below all that runs on a virtual thread. */
    private static final String VIRTUAL = "jdk.internal.vm.Continuation.enter";

    /** About 100 bytes each, per event. */
    static final int MAX_NODES = 100_000;

    /** Samples of operations that have not ended, whose names are not known therefore. */
    private static final int MAX_WAITING = 20_000;

    /** Of samples to spans, per event. */
    private static final int MAX_LINKS = 20_000;

    private static final long MAX_WAIT_NANOS = 60_000_000_000L;

    private record Taken(ProfileEvent event, List<String> frames, long value, long count) {}

    private final @Nullable WaitingSamples<Taken> waiting;
    private final @Nullable String trace;
    private final Map<ProfileEvent, StackProfile> profiles = new EnumMap<>(ProfileEvent.class);
    private final Map<ProfileEvent, SpanLinks> links = new EnumMap<>(ProfileEvent.class);
    private final Map<ProfileEvent, Long> attributed = new EnumMap<>(ProfileEvent.class);
    private final Map<ProfileEvent, Long> onVirtual = new EnumMap<>(ProfileEvent.class);
    private final List<String> stack = new ArrayList<>();

    /**
     * @param owners null where samples are not joined to operations
     * @param trace whose samples alone count, or null
     */
    public OperationProfiles(List<ProfileEvent> events, @Nullable Owners owners, @Nullable String trace) {
        this.waiting = owners == null ? null : new WaitingSamples<>(owners, MAX_WAITING, MAX_WAIT_NANOS);
        this.trace = trace;
        for (ProfileEvent event : events) {
            profiles.put(event, new StackProfile(event.unit(), MAX_NODES));
        }
    }

    /** From now on it is also kept which spans samples belong to, as far as there is room. */
    OperationProfiles withLinks() {
        for (ProfileEvent event : profiles.keySet()) {
            links.put(event, new SpanLinks(MAX_LINKS));
        }
        return this;
    }

    @Override
    public void sample(ProfileEvent event, long threadId, long nanoTime, List<String> frames, long value, long count) {
        if (!profiles.containsKey(event)) {
            return; // a by-product that nobody asked for
        }
        Taken taken = new Taken(event, frames, value, count);
        if (waiting == null || threadId == 0) {
            add(taken, null);
        } else {
            waiting.add(threadId, nanoTime, taken, this::add);
        }
    }

    /** Looks again at samples of operations that had not ended. */
    void advance(long nowNanos) {
        if (waiting != null) {
            waiting.advance(nowNanos, this::add);
        }
    }

    /** No sample comes any more. */
    void finish() {
        if (waiting != null) {
            waiting.finish(this::add);
        }
    }

    private void add(Taken taken, @Nullable Owner owner) {
        if (trace != null && (owner == null || !trace.equals(owner.traceId()))) {
            return;
        }
        stack.clear();
        if (owner != null) {
            stack.add(FrameKind.OPERATION.frame(owner.root()));
            if (!owner.operation().equals(owner.root())) {
                stack.add(FrameKind.OPERATION.frame(owner.operation()));
            }
            if (owner != Owner.RUNNING) {
                attributed.merge(taken.event, taken.count, Long::sum);
            }
        } else if (waiting != null) {
            stack.add(FrameKind.OPERATION.frame(UNATTRIBUTED));
            if (taken.frames.contains(VIRTUAL)) {
                onVirtual.merge(taken.event, taken.count, Long::sum);
            }
        }
        stack.addAll(taken.frames);
        StackProfile.Node leaf = all(taken.event).add(stack, taken.value, taken.count);
        SpanLinks known = links.get(taken.event);
        String traceId = owner == null ? null : owner.traceId();
        if (known != null && owner != null && traceId != null && owner.spanId() != 0) {
            known.add(leaf, new SpanLinks.Span(traceId, owner.spanId()), taken.value);
        }
    }

    /** Which spans the samples of an event belong to; null where that is not kept. */
    public @Nullable SpanLinks links(ProfileEvent event) {
        return links.get(event);
    }

    /** All samples of an event that was asked for, operations first. */
    public StackProfile all(ProfileEvent event) {
        StackProfile profile = profiles.get(event);
        if (profile == null) {
            throw new IllegalArgumentException(event + " was not asked for");
        }
        return profile;
    }

    /** How many samples belong to an operation; -1 where samples are not joined to operations. */
    public long attributed(ProfileEvent event) {
        return waiting == null ? -1 : attributed.getOrDefault(event, 0L);
    }

    /** How many samples belong to no operation and were taken on virtual threads. */
    public long unattributedOnVirtual(ProfileEvent event) {
        return onVirtual.getOrDefault(event, 0L);
    }

    /**
     * A view of one event's samples.
     *
     * @param operation the only one that counts, outermost or innermost, by kind and key or by key alone; null for all
     * @param byOperation whether stacks keep the operations they begin with
     */
    public StackProfile view(ProfileEvent event, @Nullable String operation, boolean byOperation) {
        return view(all(event), operation, byOperation);
    }

    /** The trace that has the most of an event, 32 hexadecimal digits; null where links are not kept, or there are none. */
    public @Nullable String slowest(ProfileEvent event) {
        SpanLinks known = links.get(event);
        return known == null ? null : known.largestTrace();
    }

    /** A view of one event's samples of one trace, operations first; links must be kept. */
    StackProfile ofTrace(ProfileEvent event, @Nullable String wanted) {
        StackProfile view = new StackProfile(event.unit(), MAX_NODES);
        SpanLinks known = links.get(event);
        if (known != null) {
            all(event).eachNode((frames, leaf) -> {
                long value = known.of(leaf, wanted);
                if (value > 0) {
                    view.add(frames, value, Math.max(1, leaf.selfSamples() * value / Math.max(1, leaf.self())));
                }
            });
        }
        return view;
    }

    /** A view of the samples of a profile that has all of an event, or of one trace. */
    static StackProfile view(StackProfile all, @Nullable String operation, boolean byOperation) {
        StackProfile view = new StackProfile(all.unit(), MAX_NODES);
        all.each((frames, value, samples) -> {
            if (isOf(frames, operation)) {
                view.add(byOperation ? frames : frames.subList(operations(frames), frames.size()), value, samples);
            }
        });
        return view;
    }

    /** Whether a stack, which begins with its operations, belongs to one; each does to null. */
    static boolean isOf(List<String> frames, @Nullable String operation) {
        boolean wanted = operation == null;
        for (int i = operations(frames) - 1; i >= 0 && operation != null; i--) {
            wanted |= matches(FrameKind.label(frames.get(i)), operation);
        }
        return wanted;
    }

    private static int operations(List<String> frames) {
        int operations = 0;
        while (operations < frames.size() && FrameKind.of(frames.get(operations)) == FrameKind.OPERATION) {
            operations++;
        }
        return operations;
    }

    private static boolean matches(String name, String wanted) {
        return name.equals(wanted) || name.endsWith(" ".concat(wanted));
    }
}
