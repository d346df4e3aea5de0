package io.perfagent.profile;

import io.perfagent.profile.attribution.Owner;
import io.perfagent.profile.attribution.Owners;
import io.perfagent.profile.attribution.WaitingSamples;
import io.perfagent.profile.stack.FrameKind;
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

    /** About 100 bytes each, per event. */
    static final int MAX_NODES = 100_000;

    /** Samples of operations that have not ended, whose names are not known therefore. */
    private static final int MAX_WAITING = 20_000;

    private static final long MAX_WAIT_NANOS = 60_000_000_000L;

    private record Taken(ProfileEvent event, List<String> frames, long value, long count) {}

    private final @Nullable WaitingSamples<Taken> waiting;
    private final @Nullable String trace;
    private final Map<ProfileEvent, StackProfile> profiles = new EnumMap<>(ProfileEvent.class);
    private final Map<ProfileEvent, Long> attributed = new EnumMap<>(ProfileEvent.class);
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
        }
        stack.addAll(taken.frames);
        all(taken.event).add(stack, taken.value, taken.count);
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

    /**
     * A view of one event's samples.
     *
     * @param operation the only one that counts, outermost or innermost, by kind and key or by key alone; null for all
     * @param byOperation whether stacks keep the operations they begin with
     */
    public StackProfile view(ProfileEvent event, @Nullable String operation, boolean byOperation) {
        StackProfile all = all(event);
        StackProfile view = new StackProfile(all.unit(), MAX_NODES);
        all.each((frames, value, samples) -> {
            int operations = 0;
            boolean wanted = operation == null;
            while (operations < frames.size() && FrameKind.of(frames.get(operations)) == FrameKind.OPERATION) {
                wanted |= operation != null && matches(FrameKind.label(frames.get(operations)), operation);
                operations++;
            }
            if (wanted) {
                view.add(byOperation ? frames : frames.subList(operations, frames.size()), value, samples);
            }
        });
        return view;
    }

    private static boolean matches(String name, String wanted) {
        return name.equals(wanted) || name.endsWith(" ".concat(wanted));
    }
}
