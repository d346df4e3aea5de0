package io.perfagent.metric.runtime;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.DurationMetric;
import io.perfagent.metric.LongCount;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Observed;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * {@code jvm.gc.duration}: every garbage collection since this was made, told by the VM's notifications; needs the module
 * jdk.management.
 */
final class GarbageCollectionMetrics implements Observed, NotificationListener {
    private static final double[] BOUNDS_SECONDS = {0.01, 0.1, 1, 10};
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongCount failures;
    private final DurationMetric duration;
    private final List<NotificationEmitter> emitters = new ArrayList<>();

    /** @param failures counts notifications that could not be read */
    GarbageCollectionMetrics(MetricSettings settings, LongCount failures) {
        this.failures = failures;
        duration = new DurationMetric(
                RuntimeMetrics.SCOPE,
                "jvm.gc.duration",
                "Duration of JVM garbage collection actions.",
                BOUNDS_SECONDS,
                settings);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter) {
                NotificationEmitter emitter = (NotificationEmitter) collector;
                emitter.addNotificationListener(this, null, null);
                emitters.add(emitter);
            }
        }
    }

    /** Called on a thread of the VM's own. */
    @Override
    public void handleNotification(Notification notification, @Nullable Object handback) {
        if (!notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            return;
        }
        try {
            GarbageCollectionNotificationInfo info =
                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
            record(info.getGcName(), info.getGcAction(), info.getGcInfo().getDuration());
        } catch (Throwable failure) {
            // The VM would print it.
            failures.increment();
        }
    }

    void record(String collector, String action, long durationMillis) {
        AttributeBytes attributes =
                new AttributeBytes().put("jvm.gc.name", collector).put("jvm.gc.action", action);
        duration.point(attributes.array(), attributes.size())
                .record(durationMillis * NANOS_PER_MILLI, false, 0, 0, 0, 0);
    }

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        return duration.write(out, startUnixNanos, nowUnixNanos);
    }

    void close() {
        for (NotificationEmitter emitter : emitters) {
            try {
                emitter.removeNotificationListener(this);
            } catch (ListenerNotFoundException gone) {
                // Nothing to remove.
            }
        }
    }
}
