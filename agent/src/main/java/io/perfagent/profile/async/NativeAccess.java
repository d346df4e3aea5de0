package io.perfagent.profile.async;

import java.lang.instrument.Instrumentation;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets the profiler's class load its library without the warning that the JVM prints from 24 on: the class is put into a
 * module of its own, and that module alone is allowed native access, as {@code --enable-native-access} would.
 */
final class NativeAccess {
    private static final int FIRST_JDK = 24;
    private static final String MODULE = "io.perfagent.asyncprofiler";
    private static final String PACKAGE = "io.perfagent.deps.asyncprofiler";

    private NativeAccess() {}

    /** Before the profiler's class is loaded; where it fails, the JVM warns. */
    static void allow(ClassLoader loader, Instrumentation instrumentation) {
        if (Runtime.version().feature() < FIRST_JDK) {
            return;
        }
        try {
            Module module = module(loader);
            Module ours = NativeAccess.class.getModule();
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of("jdk.internal.access", Set.of(ours)),
                    Map.of(),
                    Set.of(),
                    Map.<Class<?>, List<Class<?>>>of());
            Object access = Class.forName("jdk.internal.access.SharedSecrets")
                    .getMethod("getJavaLangAccess")
                    .invoke(null);
            Class.forName("jdk.internal.access.JavaLangAccess")
                    .getMethod("addEnableNativeAccess", Module.class)
                    .invoke(access, module);
        } catch (ReflectiveOperationException | RuntimeException e) {
            Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
            if (cause instanceof Error error) {
                throw error;
            }
        }
    }

    private static Module module(ClassLoader loader) {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolve(new OneModule(), ModuleFinder.of(), Set.of(MODULE));
        return ModuleLayer.defineModules(configuration, List.of(boot), name -> loader)
                .layer()
                .findModule(MODULE)
                .orElseThrow();
    }

    private static final class OneModule implements ModuleFinder {
        private final ModuleReference reference =
                new ModuleReference(
                        ModuleDescriptor.newModule(MODULE).exports(PACKAGE).build(), null) {
                    @Override
                    public ModuleReader open() {
                        throw new UnsupportedOperationException("its classes come from the agent jar");
                    }
                };

        @Override
        public Optional<ModuleReference> find(String name) {
            return name.equals(MODULE) ? Optional.of(reference) : Optional.empty();
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.of(reference);
        }
    }
}
