package io.perfagent.metric.system;

import java.io.File;

/**
 * For how long threads of this process have stood ready to run without running, as the kernel counts it for each
 * ({@code /proc/self/task/<id>/schedstat}; that of {@code /proc/self} is the main thread's alone). The threads are asked only
 * while the pressure on the processors says that it is worth it. Linux; unknown elsewhere. Not thread-safe.
 *
 * <p>Source: Documentation/scheduler/sched-stats.rst, Documentation/accounting/psi.rst.
 */
public final class RunDelay {
    /** Answered where nothing is known. */
    public static final long UNKNOWN = -1;

    /** Share of the time in which somebody has to wait for a processor, from which on the threads are asked. */
    private static final double PRESSURE = 0.05;

    private final KernelFiles files;
    private final File tasks;
    private final File pressure;
    private long lastPressureMicros = KernelText.NONE;
    private long lastPressureNanos;
    private long lastDelayNanos = UNKNOWN;

    public RunDelay() {
        this(new File("/"));
    }

    /** @param root what stands for {@code /} */
    RunDelay(File root) {
        files = new KernelFiles(root);
        tasks = files.file("/proc/self/task");
        File own = null;
        File[] unified = ControlGroup.of(files).unified;
        if (unified != null) {
            own = new File(unified[0], "cpu.pressure");
        }
        pressure = own != null && own.canRead() ? own : files.file("/proc/pressure/cpu");
    }

    /**
     * What all threads together have waited since the last call, in ns; 0 while there is no pressure, or at the first call
     * under pressure.
     *
     * @param nowNanos {@link System#nanoTime}
     * @return {@link #UNKNOWN} where the kernel does not tell
     */
    public long delayNanos(long nowNanos) {
        if (!isUnderPressure(nowNanos)) {
            lastDelayNanos = UNKNOWN;
            return 0;
        }
        long total = total();
        long before = lastDelayNanos;
        lastDelayNanos = total;
        if (total == UNKNOWN) {
            return UNKNOWN;
        }
        return before == UNKNOWN ? 0 : Math.max(0, total - before); // less: threads have ended
    }

    /** True as well where the pressure is not told. */
    private boolean isUnderPressure(long nowNanos) {
        KernelText text = files.read(pressure);
        long micros = KernelText.NONE;
        if (text.line() && text.word() && text.is("some")) {
            while (text.word()) {
                micros = Math.max(micros, text.numberAfter("total="));
            }
        }
        long before = lastPressureMicros;
        long nanos = nowNanos - lastPressureNanos;
        lastPressureMicros = micros;
        lastPressureNanos = nowNanos;
        if (micros == KernelText.NONE) {
            return true;
        }
        return before != KernelText.NONE && nanos > 0 && (micros - before) * 1000.0 / nanos >= PRESSURE;
    }

    private long total() {
        String[] names = tasks.list();
        if (names == null) {
            return UNKNOWN;
        }
        long total = 0;
        boolean any = false;
        for (String name : names) {
            KernelText text = files.read(new File(new File(tasks, name), "schedstat"));
            long delay = text.line() ? text.number(2) : KernelText.NONE;
            if (delay != KernelText.NONE) {
                any = true;
                total += delay;
            }
        }
        return any ? total : UNKNOWN;
    }
}
