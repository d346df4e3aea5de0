package io.perfagent.bootstrap;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.internal.misc.Unsafe;
import jdk.internal.misc.VM;
import org.jspecify.annotations.Nullable;

/**
 * Defines the seam's classes directly in the boot loader.
 *
 * <p>Appending a jar to the boot class path would do as well, but makes the JVM drop shared application classes and say so
 * (docs/rationale.md, "The seam is defined, not appended").
 */
final class BootDefinition {
    private BootDefinition() {}

    static void open(Instrumentation instrumentation) {
        Module base = Object.class.getModule();
        instrumentation.redefineModule(
                base,
                Set.of(),
                Map.of("jdk.internal.misc", Set.of(BootDefinition.class.getModule())),
                Map.of(),
                Set.of(),
                Map.<Class<?>, List<Class<?>>>of());
    }

    /** Separate, so that it is linked after the export of {@link #open}. */
    static final class Definer {
        private Definer() {}

        static void define(String name, byte[] bytes, int offset, int size, @Nullable ClassLoader loader) {
            Unsafe.getUnsafe().defineClass(name, bytes, offset, size, loader, null);
        }
    }

    /** Likewise. JMX would tell the same, for tens of milliseconds. */
    static final class Arguments {
        private Arguments() {}

        /** What the JVM was started with: its options, without the program's arguments. */
        static String @Nullable [] ofThisJvm() {
            return VM.getRuntimeArguments();
        }
    }
}
