package io.perfagent.metric;

import io.perfagent.export.metric.Exemplars;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A duration histogram, exported in seconds, with one point per attribute set.
 *
 * <p>At most {@code cardinalityLimit - 1} sets get a point of their own; the calls of all later ones, and of sets larger
 * than 4096 bytes, go to one overflow point with the attribute {@code otel.metric.overflow=true}, so that totals stay
 * exact. Thread-safe, but
 * {@link #observe} and {@link #write} are for the export thread alone.
 *
 * <p>Source: OpenTelemetry metrics data model; cardinality limits of the metrics SDK specification.
 */
public final class DurationMetric implements Observed {
    static final double NANOS_PER_SECOND = 1e9;

    private static final int MAX_STRIPES = 8;
    private static final int EXPONENTIAL_EXEMPLARS = 16;

    /** Larger attribute sets are not kept: with the limit on their number this bounds what an instrument holds. */
    private static final int MAX_ATTRIBUTES_BYTES = 4096;

    /** A point with its counts, exemplars left out, in a JVM with compressed references. */
    private static final int POINT_BYTES = 256;

    private static final int EXPONENTIAL_POINT_BYTES = 4096;

    private final String scope;
    private final String name;
    private final String description;
    private final MetricSettings settings;
    private final double[] boundsSeconds;
    private final PointTable points = new PointTable();
    private final DurationPoint overflowPoint;
    private final LongCount overflowed = new LongCount();
    private final Exemplars exemplars;
    private long lastObservedUnixNanos;

    /** Written while {@code points} is locked. */
    private volatile long attributesBytes;

    final long[] boundsNanos;
    final int stripeMask;
    final boolean exponential;
    final boolean delta;
    final boolean keepExemplars;

    /** A cumulative histogram with explicit bounds and the default limits, in no scope. */
    public DurationMetric(String name, String description, double[] boundsSeconds) {
        this("", name, description, boundsSeconds, MetricSettings.defaults(0));
    }

    /**
     * @param scope name of the instrumentation scope
     * @param boundsSeconds upper bounds of the buckets, inclusive, ascending; not used by exponential histograms
     */
    public DurationMetric(
            String scope, String name, String description, double[] boundsSeconds, MetricSettings settings) {
        this(scope, name, description, boundsSeconds, settings, stripes());
    }

    /** @param stripes a power of two */
    DurationMetric(
            String scope,
            String name,
            String description,
            double[] boundsSeconds,
            MetricSettings settings,
            int stripes) {
        this.scope = scope;
        this.name = name;
        this.description = description;
        this.settings = settings;
        this.boundsSeconds = boundsSeconds.clone();
        this.boundsNanos = nanos(boundsSeconds);
        this.stripeMask = stripes - 1;
        this.exponential = settings.exponential();
        this.delta = settings.delta();
        this.keepExemplars = settings.exemplars();
        this.exemplars = new Exemplars(exemplarSlots());
        AttributeBytes attributes = new AttributeBytes().put("otel.metric.overflow", true);
        this.overflowPoint = new DurationPoint(this, attributes.toBytes(), 0);
    }

    /** The instrument's name. */
    public String name() {
        return name;
    }

    /** Attribute sets that have a point of their own. */
    public int points() {
        return points.size();
    }

    /** Requests for a point that were answered with the overflow point. */
    public long overflowed() {
        return overflowed.sum();
    }

    /**
     * The point of an attribute set, made if it is new. Finding one that exists takes no lock and allocates nothing; the
     * answer can be kept and recorded to for ever.
     *
     * @param neutralAttributes holds the set in the form of {@link AttributeBytes}; copied when kept
     * @param sizeBytes how many bytes of it are the set
     */
    public DurationPoint point(byte[] neutralAttributes, int sizeBytes) {
        int hash = hash(neutralAttributes, sizeBytes);
        DurationPoint point = find(neutralAttributes, sizeBytes, hash);
        return point != null ? point : addPoint(neutralAttributes, sizeBytes, hash);
    }

    private @Nullable DurationPoint find(byte[] attributes, int size, int hash) {
        AtomicReferenceArray<DurationPoint> table = points.slots();
        int mask = table.length() - 1;
        int i = HashSlots.spread(hash) & mask;
        while (true) {
            DurationPoint point = table.get(i);
            if (point == null || (point.hash == hash && point.hasAttributes(attributes, size))) {
                return point;
            }
            i = (i + 1) & mask;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock
    private DurationPoint addPoint(byte[] attributes, int size, int hash) {
        int limit = settings.cardinalityLimit() - 1;
        // Read without the lock, so that a flood of sets never queues here.
        if (points.size() < limit && size <= MAX_ATTRIBUTES_BYTES) {
            synchronized (points) {
                DurationPoint point = find(attributes, size, hash);
                if (point == null && points.size() < limit) {
                    byte[] copy = new byte[size];
                    System.arraycopy(attributes, 0, copy, 0, size);
                    point = new DurationPoint(this, copy, hash);
                    points.add(point);
                    attributesBytes += size;
                }
                if (point != null) {
                    return point;
                }
            }
        }
        overflowed.increment();
        return overflowPoint;
    }

    /** What the points take, about; a stripe that no thread has needed counts too. */
    public long heldBytes() {
        long buckets =
                exponential ? EXPONENTIAL_POINT_BYTES : (stripeMask + 2L) * Long.BYTES * (boundsNanos.length + 2);
        return points.size() * (POINT_BYTES + buckets) + attributesBytes;
    }

    /** Writes the instrument in a scope of its own; see {@link #write}. */
    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        out.scope(scope, settings.scopeVersion());
        return write(out, startUnixNanos, nowUnixNanos);
    }

    /**
     * Writes every point that has something to say to the scope just opened: all with a call since the start or, for
     * deltas, since the last call of this method.
     *
     * @return how many points were written
     */
    public int write(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        if (exponential) {
            out.expHistogram(name, "s", description, delta);
        } else {
            out.histogram(name, "s", description, delta);
        }
        long start = delta && lastObservedUnixNanos != 0 ? lastObservedUnixNanos : startUnixNanos;
        int written = 0;
        AtomicReferenceArray<DurationPoint> table = points.slots();
        for (int i = 0; i < table.length(); i++) {
            DurationPoint point = table.get(i);
            if (point != null) {
                written += collect(point, out, start, nowUnixNanos);
            }
        }
        written += collect(overflowPoint, out, start, nowUnixNanos);
        lastObservedUnixNanos = nowUnixNanos;
        return written;
    }

    private int collect(DurationPoint point, MetricWriter out, long start, long now) {
        exemplars.clear();
        return point.collect(out, start, now, boundsSeconds, exemplars);
    }

    /** Slots for exemplars in a point: one per bucket, or per factor of 16 for exponential histograms. */
    int exemplarSlots() {
        return exponential ? EXPONENTIAL_EXEMPLARS : boundsNanos.length + 1;
    }

    private static int stripes() {
        int cores = Runtime.getRuntime().availableProcessors();
        // One or two threads at a time hardly collide, and small machines are where memory is short.
        return cores <= 2 ? 1 : Math.min(MAX_STRIPES, Integer.highestOneBit(2 * cores - 1));
    }

    private static long[] nanos(double[] boundsSeconds) {
        long[] nanos = new long[boundsSeconds.length];
        for (int i = 0; i < nanos.length; i++) {
            long bound = Math.round(boundsSeconds[i] * NANOS_PER_SECOND);
            // A bound holds exactly the whole nanoseconds that, in seconds, are not above it.
            nanos[i] = bound / NANOS_PER_SECOND > boundsSeconds[i] ? bound - 1 : bound;
        }
        return nanos;
    }

    private static int hash(byte[] bytes, int size) {
        int hash = 1;
        for (int i = 0; i < size; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    private static final class PointTable extends HashSlots<DurationPoint> {
        @Override
        int hashOf(DurationPoint point) {
            return point.hash;
        }
    }
}
