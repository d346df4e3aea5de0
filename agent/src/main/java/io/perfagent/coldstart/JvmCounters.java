package io.perfagent.coldstart;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's counters, copied as they are during the start and read after it: a copy costs a fraction of a millisecond, to
 * find one's way in it several.
 *
 * <p>They are in the file {@code hsperfdata_<user>/<pid>}, which HotSpot keeps in the system's temporary directory whatever
 * {@code java.io.tmpdir} says, or else in its memory, to which the JDK has a reader of its own.
 */
public final class JvmCounters {
    private static final String DIRECTORY = "/tmp/hsperfdata_";
    private static final int MAX_BYTES = 1 << 20;

    private final @Nullable File file;
    private final Instrumentation instrumentation;
    private @Nullable ByteBuffer memory;
    private boolean memoryTried;

    /** @param userName the property {@code user.name} */
    public JvmCounters(Instrumentation instrumentation, @Nullable String userName) {
        this.instrumentation = instrumentation;
        this.file = file(userName);
    }

    private static @Nullable File file(@Nullable String userName) {
        try {
            // The process's number in its own name space, without the management classes.
            String pid = new File("/proc/self").getCanonicalFile().getName();
            File found = new File(DIRECTORY + userName, pid);
            return found.canRead() ? found : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** A copy of what is counted now, for {@link #read}; null if the JVM keeps no counters. */
    public byte @Nullable [] copy() {
        if (file != null) {
            try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
                byte[] bytes = new byte[(int) Math.min(in.length(), MAX_BYTES)];
                in.readFully(bytes);
                return bytes;
            } catch (IOException e) {
                return null; // its owner's cleaner took it: not measured
            }
        }
        ByteBuffer live = memory();
        if (live == null) {
            return null;
        }
        byte[] bytes = new byte[live.limit()];
        live.duplicate().position(0).get(bytes);
        return bytes;
    }

    /** The counters in a copy that was made at a moment; null if there was none. */
    public static @Nullable Counters read(byte @Nullable [] copy, long atNanos) {
        PerfData data = copy == null ? null : PerfData.of(ByteBuffer.wrap(copy));
        return data == null ? null : Counters.read(data, atNanos);
    }

    /** When the JVM of a copy began to create itself, milliseconds since 1970; {@link Counters#NOT_MEASURED} if unknown. */
    public static long createdUnixMillis(byte @Nullable [] copy) {
        PerfData data = copy == null ? null : PerfData.of(ByteBuffer.wrap(copy));
        return data == null ? Counters.NOT_MEASURED : data.value("sun.rt.createVmBeginTime");
    }

    private @Nullable ByteBuffer memory() {
        if (!memoryTried) {
            memoryTried = true;
            try {
                memory = attach();
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                memory = null; // not measured
            }
        }
        return memory;
    }

    private @Nullable ByteBuffer attach() throws ReflectiveOperationException {
        Class<?> perf = Class.forName("jdk.internal.perf.Perf", true, null);
        Set<Module> us = Set.of(JvmCounters.class.getModule());
        instrumentation.redefineModule(
                perf.getModule(), Set.of(), Map.of("jdk.internal.perf", us), Map.of(), Set.of(), Map.of());
        Object reader = perf.getMethod("getPerf").invoke(null);
        for (Method method : perf.getMethods()) {
            int parameters = method.getParameterCount();
            if (method.getName().equals("attach") && parameters <= 2) { // the mode went with JDK 24
                Object buffer = parameters == 1 ? method.invoke(reader, 0) : method.invoke(reader, 0, "r");
                return (ByteBuffer) buffer;
            }
        }
        return null;
    }
}
