package io.perfagent.export;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Profiles on their way to the exporters, each a whole request: bounded. Any thread offers, the export thread takes. */
final class ProfileRequests {
    /** Requests that may wait. */
    static final int CAPACITY = 4;

    /** A serialised {@code ExportProfilesServiceRequest} and how many profiles it holds. */
    record Waiting(byte[] request, int profiles) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long dropped;

    /** Adds a request; false if it was dropped and counted, because there is no room or it is too large. */
    synchronized boolean offer(byte[] request, int profiles) {
        if (waiting.size() >= CAPACITY || request.length > PipelineSettings.MAX_REQUEST_BYTES) {
            dropped += profiles;
            return false;
        }
        waiting.add(new Waiting(request, profiles));
        return true;
    }

    synchronized @Nullable Waiting poll() {
        return waiting.poll();
    }

    /** Profiles dropped since the start. */
    synchronized long dropped() {
        return dropped;
    }
}
