package io.perfagent.export.metric;

/** A few recorded values with the spans they were recorded in. Not thread-safe. */
public final class Exemplars {
    public final long[] traceIdHi;
    public final long[] traceIdLo;
    public final long[] spanId;
    public final double[] value;
    public final long[] timeUnixNanos;
    private int count;

    /** @param capacity how many are kept; those added beyond it are left out */
    public Exemplars(int capacity) {
        traceIdHi = new long[capacity];
        traceIdLo = new long[capacity];
        spanId = new long[capacity];
        value = new double[capacity];
        timeUnixNanos = new long[capacity];
    }

    /** Adds one unless full. */
    public void add(long traceHi, long traceLo, long span, double recorded, long unixNanos) {
        if (count < traceIdHi.length) {
            traceIdHi[count] = traceHi;
            traceIdLo[count] = traceLo;
            spanId[count] = span;
            value[count] = recorded;
            timeUnixNanos[count] = unixNanos;
            count++;
        }
    }

    public int count() {
        return count;
    }

    public void clear() {
        count = 0;
    }
}
