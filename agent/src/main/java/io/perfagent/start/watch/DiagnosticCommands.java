package io.perfagent.start.watch;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JVM's diagnostic commands ({@code jcmd}) from within, without the server of management beans: that one must not be made
 * before the application has chosen its logging. For analysed starts only.
 */
final class DiagnosticCommands {
    private static final String PACKAGE = "com.sun.management.internal";

    private final Object commands;
    private final Method execute;

    private DiagnosticCommands(Object commands, Method execute) {
        this.commands = commands;
        this.execute = execute;
    }

    /** @throws ReflectiveOperationException if this JVM has none, or keeps them elsewhere */
    static DiagnosticCommands of(Instrumentation instrumentation) throws ReflectiveOperationException {
        Class.forName(PACKAGE.concat(".PlatformMBeanProviderImpl"), true, null); // loads the native library
        Class<?> type = Class.forName(PACKAGE.concat(".DiagnosticCommandImpl"), true, null);
        instrumentation.redefineModule(
                type.getModule(),
                Set.of(),
                Map.of(),
                Map.of(PACKAGE, Set.of(DiagnosticCommands.class.getModule())),
                Set.of(),
                Map.<Class<?>, List<Class<?>>>of());
        Method get = type.getDeclaredMethod("getDiagnosticCommandMBean");
        get.setAccessible(true);
        Method execute = type.getDeclaredMethod("executeDiagnosticCommand", String.class);
        execute.setAccessible(true);
        Object made = get.invoke(null);
        if (made == null) {
            throw new NoSuchMethodException("the JVM has no diagnostic commands");
        }
        return new DiagnosticCommands(made, execute);
    }

    /** @return what the command has printed */
    String run(String command) throws ReflectiveOperationException {
        try {
            return String.valueOf(execute.invoke(commands, command));
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(String.valueOf(e.getCause()), e);
        }
    }
}
