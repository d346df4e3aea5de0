package io.perfagent.start.watch;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which thread holds what another one waits for, as the JVM knows it. Loads a part of JMX: not for ordinary starts. */
final class LockOwners {
    private static final int DEPTH = 64;

    private LockOwners() {}

    /** A sentence about who holds the lock that a thread waits for, with where; null if it waits for none that is held. */
    static @Nullable String sentence(long threadId) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ThreadInfo waiter = threads.getThreadInfo(threadId);
        if (waiter == null || !isHeld(waiter)) {
            return null;
        }
        ThreadInfo owner = threads.getThreadInfo(waiter.getLockOwnerId(), DEPTH);
        List<String> stack = owner == null ? List.of() : stack(owner);
        return "it waits for a " + type(waiter) + " that " + waiter.getLockOwnerName() + " holds"
                + (stack.isEmpty() ? "" : " at " + stack.get(0) + own(stack));
    }

    private static String type(ThreadInfo info) {
        LockInfo lock = info.getLockInfo();
        return lock == null ? "lock" : lock.getClassName();
    }

    /**
     * Whether a thread waits for a monitor or a lock that another one holds. One in {@code Object.wait} names a monitor too,
     * which another may hold meanwhile.
     */
    static boolean isHeld(ThreadInfo info) {
        LockInfo lock = info.getLockInfo();
        return lock != null
                && info.getLockOwnerId() >= 0
                && (info.getThreadState() == Thread.State.BLOCKED
                        || lock.getClassName().startsWith("java.util.concurrent.locks."));
    }

    /** The first frame that is not the JDK's. */
    private static String own(List<String> stack) {
        for (int i = 0; i < stack.size(); i++) {
            String frame = stack.get(i);
            if (!frame.startsWith("java.") && !frame.startsWith("jdk.") && !frame.startsWith("sun.")) {
                return i == 0 ? "" : ", called by ".concat(frame);
            }
        }
        return "";
    }

    /** Innermost first, as a profiler names frames. */
    static List<String> stack(ThreadInfo info) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : info.getStackTrace()) {
            String type = frame.getClassName();
            int lambda = type.indexOf("$$Lambda"); // what follows is another in each run
            frames.add((lambda < 0 ? type : type.substring(0, lambda + "$$Lambda".length())) + "."
                    + frame.getMethodName());
        }
        return frames;
    }
}
