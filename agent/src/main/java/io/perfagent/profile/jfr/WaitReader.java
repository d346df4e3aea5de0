package io.perfagent.profile.jfr;

import io.perfagent.profile.LockClasses;
import io.perfagent.profile.finding.CodeOrigin;
import io.perfagent.profile.hot.Count;
import io.perfagent.profile.hot.HotPaths;
import io.perfagent.profile.hot.Sample;
import io.perfagent.profile.hot.TopList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;

/** Reads what threads have waited for: locks, reads and writes, a carrier. For the thread of the stream only. */
final class WaitReader {
    private final HotPaths hot;
    private final EventTimes times;
    private final FrameNames names;

    WaitReader(HotPaths hot, EventTimes times, FrameNames names) {
        this.hot = hot;
        this.times = times;
        this.names = names;
    }

    void monitor(RecordedEvent event) {
        String owner = EventTimes.family(event.getThread("previousOwner"));
        lock(event, "monitor", names.name(event.getClass("monitorClass")), ", held by " + owner);
    }

    void park(RecordedEvent event) {
        if (event.getClass("parkedClass") == null) {
            return;
        }
        String lock = LockClasses.lock(names.name(event.getClass("parkedClass")));
        if (lock != null) {
            lock(event, "lock", lock, "");
        }
    }

    private void lock(RecordedEvent event, String kind, String type, String owner) {
        if (EventTimes.isOurs(event.getThread())) {
            return;
        }
        long nanos = event.getDuration().toNanos();
        hot.count(Count.LOCK_WAITS, kind, 1);
        hot.count(Count.LOCK_WAIT_NANOS, kind, nanos);
        String site = CodeOrigin.site(names.frames(event.getStackTrace()));
        String name = type + owner + (site.isEmpty() ? "" : ", wanted in " + site);
        hot.sample(new Sample(
                Sample.Kind.LOCK, EventTimes.threadId(event.getThread()), times.nanoTime(event), List.of(name), nanos));
    }

    void file(RecordedEvent event, String kind, String bytesField) {
        String path = event.getString("path");
        io(event, kind, kind + " " + (path == null ? "?" : path), bytesField);
    }

    void socket(RecordedEvent event, String kind, String bytesField) {
        String host = event.getString("host");
        String address = host == null || host.isEmpty() ? event.getString("address") : host;
        io(event, kind, kind + " " + address + ":" + event.getInt("port"), bytesField);
    }

    private void io(RecordedEvent event, String kind, String name, String bytesField) {
        if (EventTimes.isOurs(event.getThread())) {
            return;
        }
        long nanos = event.getDuration().toNanos();
        hot.count(Count.IO_NANOS, kind, nanos);
        hot.count(Count.IO_BYTES, kind, Math.max(0, event.getLong(bytesField)));
        String site = CodeOrigin.site(names.frames(event.getStackTrace()));
        hot.list(TopList.IO, name + (site.isEmpty() ? "" : " in " + site), nanos);
    }

    void pinned(RecordedEvent event) {
        long nanos = event.getDuration().toNanos();
        hot.count(Count.PINNED_NANOS, "", nanos);
        String reason = event.hasField("pinnedReason") ? event.getString("pinnedReason") : null;
        String site = CodeOrigin.site(names.frames(event.getStackTrace()));
        hot.list(TopList.PINNED, site + (reason == null ? "" : " (" + reason + ")"), nanos);
    }
}
