package io.perfagent.profile.jfr;

import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/**
 * What a sample of {@code jdk.ExecutionSample} and {@code jdk.NativeMethodSample} stands for: JFR samples all who ask at the
 * shortest time that one of them wants, and tells that in {@code jdk.ActiveSetting} whenever it changes. For the thread of
 * the stream only.
 */
final class SamplePeriods {
    static final String ACTIVE_SETTING = "jdk.ActiveSetting";

    private static final String[] UNITS = {"ns", "us", "ms", "s", "m", "h", "d"};
    private static final long[] UNIT_NANOS = {
        1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L
    };
    private static final long MILLI_NANOS = 1_000_000;

    private final long javaType;
    private final long nativeType;
    private long javaNanos;
    private long nativeNanos = JfrEvents.NATIVE_PERIOD_MILLIS * MILLI_NANOS;

    /**
     * @param askedMillis between samples of Java code; holds until another time is told
     * @param javaType number of the type jdk.ExecutionSample in this JVM
     * @param nativeType of jdk.NativeMethodSample
     */
    SamplePeriods(long askedMillis, long javaType, long nativeType) {
        this.javaNanos = askedMillis * MILLI_NANOS;
        this.javaType = javaType;
        this.nativeType = nativeType;
    }

    /** Those of this JVM, told by a stream that is not started yet. */
    static SamplePeriods of(RecordingStream stream, long askedMillis) {
        long java = -1;
        long ofNative = -1;
        for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
            if (type.getName().equals(JfrEvents.EXECUTION_SAMPLE)) {
                java = type.getId();
            } else if (type.getName().equals(JfrEvents.NATIVE_SAMPLE)) {
                ofNative = type.getId();
            }
        }
        SamplePeriods periods = new SamplePeriods(askedMillis, java, ofNative);
        stream.enable(ACTIVE_SETTING);
        return periods;
    }

    void setting(RecordedEvent event) {
        long type = event.getLong("id");
        if (type == javaType || type == nativeType) {
            setting(type, event.getString("name"), event.getString("value"));
        }
    }

    void setting(long type, String name, String value) {
        if (!name.equals("period")) {
            return;
        }
        long nanos = nanos(value);
        if (nanos <= 0) {
            return; // at the ends of chunks only, or written as no JDK does: what was asked for holds
        }
        long effective = Math.max(MILLI_NANOS, nanos - nanos % MILLI_NANOS); // it counts whole milliseconds
        if (type == javaType) {
            javaNanos = effective;
        } else if (type == nativeType) {
            nativeNanos = effective;
        }
    }

    /** As JFR writes stretches of time; -1 for what is none. */
    private static long nanos(String value) {
        int digits = 0;
        while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
            digits++;
        }
        String unit = value.substring(digits).trim();
        for (int i = 0; i < UNITS.length; i++) {
            if (unit.equals(UNITS[i]) && digits > 0 && digits < 18) {
                return Long.parseLong(value.substring(0, digits)) * UNIT_NANOS[i];
            }
        }
        return -1;
    }

    long javaNanos() {
        return javaNanos;
    }

    long nativeNanos() {
        return nativeNanos;
    }
}
