package io.perfagent.profile.attribution;

import io.perfagent.trace.timeline.Timeline;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Owners read from the timeline of operations. Not thread-safe.
 *
 * <p>The root is found by climbing from parent to parent as far as these have ended in this process and are still
 * remembered; a caller in another process, or in this one over the network, is not a parent here.
 */
public final class TimelineOwners implements Owners {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_KNOWN = 4096;

    /** For how long it is not asked again whether an operation has ended. */
    private static final long RUNNING_NANOS = 200_000_000;

    private final Timeline.Reader reader;

    /** Owners by span id: several samples of one operation are looked up once. */
    private final Map<Long, Owner> known = new HashMap<>();

    private long runningSinceNanos;

    public TimelineOwners(Timeline timeline) {
        reader = timeline.reader();
    }

    @Override
    public @Nullable Owner at(long threadId, long nanoTime) {
        if (reader.at(threadId, nanoTime) != Timeline.Reader.FOUND) {
            return null;
        }
        long now = System.nanoTime();
        if (now - runningSinceNanos > RUNNING_NANOS) {
            known.values().removeIf(owner -> owner == Owner.RUNNING);
            runningSinceNanos = now;
        }
        long span = reader.spanId;
        Owner owner = known.get(span);
        if (owner == null) {
            owner = find(threadId, span);
            if (known.size() >= MAX_KNOWN) {
                known.clear();
            }
            known.put(span, owner);
        }
        return owner;
    }

    private Owner find(long threadId, long innermost) {
        String operation = null;
        String root = null;
        String trace = null;
        long span = innermost;
        for (int depth = 0; span != 0 && depth < MAX_DEPTH; depth++) {
            if (!reader.ended(threadId, span)) {
                if (span == innermost || reader.begun(span)) {
                    return Owner.RUNNING;
                }
                break; // it has ended so long ago that it is no longer remembered
            }
            Object key = reader.key;
            if (key != null) {
                root = key.toString();
                operation = operation == null ? root : operation;
            }
            if (trace == null) {
                trace = hex(reader.traceIdHi) + hex(reader.traceIdLo);
            }
            span = reader.parentSpanId;
        }
        return new Owner(
                operation == null ? "(unnamed)" : operation, root == null ? "(unnamed)" : root, trace, innermost);
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0000000000000000".substring(digits.length()) + digits;
    }
}
