package io.perfagent.start;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets the agent's core call {@code jdk.internal.misc}, by reflection. */
final class JdkInternals {
    private JdkInternals() {}

    static void open(Instrumentation instrumentation) {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("jdk.internal.misc", Set.of(JdkInternals.class.getModule())),
                Map.of(),
                Set.of(),
                Map.<Class<?>, List<Class<?>>>of());
    }
}
