package io.perfagent.coldstart.sample;

import java.util.List;

/** What a thread was at when it was sampled, told from well-known frames of its stack. */
public enum Activity {
    /** On a processor, or ready to be, at nothing that is known below. */
    RUNNING("running"),
    CLASS_LOADING("class loading"),
    JAR("jars and zip"),
    FILE("file I/O"),
    SOCKET("socket I/O"),
    TLS("TLS"),
    DNS("DNS"),
    /** For a monitor, a lock or a class initialiser that another thread is in. */
    LOCK("lock waits"),
    /** For something else of another thread: a future, a latch, its end. */
    WAIT("waits for threads"),
    SLEEP("sleep"),
    /** Stopped by the JVM: a collection, a deoptimisation, an operation of its own. */
    PAUSE("JVM pauses");

    /** For people, and the key in the JSON. */
    public final String title;

    Activity(String title) {
        this.title = title;
    }

    /** Whether a thread at it is not on a processor. */
    boolean waits() {
        return this == LOCK || this == WAIT || this == SLEEP || this == PAUSE;
    }

    private static final String[] SOCKETS = {
        "sun.nio.ch.Net.", "sun.nio.ch.NioSocketImpl.", "sun.nio.ch.Socket", "sun.nio.ch.ServerSocket",
        "sun.nio.ch.EPoll", "java.net.Socket", "java.net.ServerSocket", "sun.nio.ch.UnixDomainSockets."
    };

    private static final String[] FILES = {
        "java.io.FileInputStream.", "java.io.FileOutputStream.", "java.io.RandomAccessFile.", "java.io.UnixFileSystem.",
        "java.io.FileDescriptor.", "sun.nio.fs.", "sun.nio.ch.FileDispatcherImpl.",
                "sun.nio.ch.UnixFileDispatcherImpl.",
        "sun.nio.ch.FileChannelImpl."
    };

    private static final String[] JARS = {
        "java.util.zip.",
        "java.util.jar.",
        "jdk.internal.jimage.",
        "jdk.nio.zipfs.",
        "org.springframework.boot.loader.",
        "sun.net.www.protocol.jar."
    };

    private static final String[] LOADERS = {
        "java.lang.ClassLoader.", "jdk.internal.loader.", "java.net.URLClassLoader", "java.security.SecureClassLoader."
    };

    /** Native frames of the JVM while it loads, links and verifies. */
    private static final String[] LOADING = {
        "SystemDictionary::", "ClassFileParser::", "KlassFactory::", "ClassVerifier::", "Verifier::", "Rewriter::"
    };

    private static final String[] ENTERING = {
        "ObjectMonitor::enter", "ObjectSynchronizer::enter", "InstanceKlass::initialize", "InstanceKlass::link_class"
    };

    private static final String[] PAUSING = {
        "SafepointSynchronize::", "SafepointMechanism::", "VMThread::wait_until_executed", "VMThread::execute"
    };

    /**
     * @param frames outermost first
     * @param asleep whether the kernel had put the thread to sleep
     */
    public static Activity of(List<String> frames, boolean asleep) {
        Activity found = RUNNING;
        boolean entering = false;
        boolean pausing = false;
        boolean own = false;
        for (int i = frames.size() - 1; i >= 0 && !own; i--) {
            String frame = frames.get(i);
            if (Frames.isNative(frame)) {
                entering |= startsWith(frame, ENTERING);
                pausing |= startsWith(frame, PAUSING);
                found = found == RUNNING && startsWith(frame, LOADING) ? CLASS_LOADING : found;
                continue;
            }
            Activity known = of(frame);
            if (known != RUNNING && (found == RUNNING || isPartOf(found, known))) {
                found = known;
            }
            own = known == RUNNING && !Frames.isJdk(frame); // what called the application is another matter
        }
        if (asleep && (pausing || entering)) {
            return pausing ? PAUSE : LOCK;
        }
        if (within(frames, "sun.security.ssl.") && (found == RUNNING || found == SOCKET)) {
            return TLS;
        }
        if (isLookUp(frames)) {
            return DNS;
        }
        // A thread that stands in code of its own and is not on a processor enters a monitor; in the JVM it waits for
        // another.
        return asleep && found == RUNNING ? (isOwn(frames) ? LOCK : WAIT) : found;
    }

    /** Whether the innermost frame is neither the JDK's nor the JVM's. */
    private static boolean isOwn(List<String> frames) {
        String last = frames.isEmpty() ? "" : frames.get(frames.size() - 1);
        return !last.isEmpty() && !Frames.isNative(last) && !Frames.isJdk(last);
    }

    private static boolean isPartOf(Activity inner, Activity outer) {
        return (inner == FILE && outer == JAR) || (inner == WAIT && outer == LOCK);
    }

    private static Activity of(String frame) {
        if (frame.startsWith("java.lang.Thread.sleep")) {
            return SLEEP;
        }
        if (frame.startsWith("java.lang.Object.wait")
                || frame.endsWith("Unsafe.park")
                || frame.startsWith("java.util.concurrent.locks.LockSupport.park")
                || frame.equals("java.lang.Thread.join")) {
            return WAIT;
        }
        if (frame.startsWith("java.util.concurrent.locks.Reentrant") || frame.endsWith("StampedLock.writeLock")) {
            return LOCK;
        }
        if (startsWith(frame, JARS)) {
            return JAR;
        }
        if (startsWith(frame, FILES)) {
            return FILE;
        }
        if (startsWith(frame, SOCKETS)) {
            return SOCKET;
        }
        boolean loader = startsWith(frame, LOADERS) || (isOwnLoader(frame));
        return loader ? CLASS_LOADING : RUNNING;
    }

    /** A class loader of somebody else's, while it finds or loads a class. */
    private static boolean isOwnLoader(String frame) {
        return Frames.type(frame).endsWith("ClassLoader") && frame.endsWith("Class");
    }

    private static boolean isLookUp(List<String> frames) {
        for (String frame : frames) {
            if (frame.startsWith("java.net.Inet")
                    && (frame.contains(".lookup")
                            || frame.contains(".getAllByName")
                            || frame.contains(".getAddressesFromNameService")
                            || frame.contains(".getHostByAddr"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean within(List<String> frames, String prefix) {
        for (String frame : frames) {
            if (frame.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(String frame, String[] prefixes) {
        for (String prefix : prefixes) {
            if (frame.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
