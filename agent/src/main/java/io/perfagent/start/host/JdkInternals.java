package io.perfagent.start.host;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets the agent's core call {@code jdk.internal.misc}, by reflection. */
public final class JdkInternals {
    private JdkInternals() {}

    public static void open(Instrumentation instrumentation) {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("jdk.internal.misc", Set.of(JdkInternals.class.getModule())),
                Map.of(),
                Set.of(),
                Map.<Class<?>, List<Class<?>>>of());
    }

    /** The options and arguments of the JVM itself: what JMX would tell, without JMX. */
    public static String[] runtimeArguments(Instrumentation instrumentation) throws ReflectiveOperationException {
        open(instrumentation);
        try {
            Object arguments = Class.forName("jdk.internal.misc.VM")
                    .getMethod("getRuntimeArguments")
                    .invoke(null);
            return arguments instanceof String[] ? (String[]) arguments : new String[0];
        } catch (InvocationTargetException e) {
            return new String[0];
        }
    }
}
