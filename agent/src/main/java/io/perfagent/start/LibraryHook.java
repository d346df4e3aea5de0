package io.perfagent.start;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/**
 * Hands a call to the hook that is linked against the library it comes from: one hook per loader of the library, found by
 * the class of the receiver and kept with that class, so that nothing of ours keeps the library from unloading. A static method has
 * no receiver: there it is the first argument that is asked for, which must be of the library, and only the entry is told.
 */
final class LibraryHook extends Hook {
    private final Bound bound;

    LibraryHook(String name, LibraryLoaders loaders) {
        bound = new Bound(name, loaders);
    }

    private static final class Bound extends ClassValue<Hook> {
        private final String name;
        private final LibraryLoaders loaders;

        Bound(String name, LibraryLoaders loaders) {
            this.name = name;
            this.loaders = loaders;
        }

        @Override
        protected Hook computeValue(Class<?> type) {
            try {
                return (Hook) loaders.beside(type.getClassLoader())
                        .loadClass(name)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(name + " does not fit " + type.getName(), e);
            }
        }
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Object known = self == null ? first : self;
        Hook hook = known == null ? null : bound.get(known.getClass());
        return hook == null ? null : hook.enter(self, first, second);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (self != null) {
            bound.get(self.getClass()).exit(self, state, result, thrown);
        }
    }

    @Override
    public @Nullable Object exchanged(
            @Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        return self == null ? result : bound.get(self.getClass()).exchanged(self, state, result, thrown);
    }

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Hook hook = self == null ? null : bound.get(self.getClass());
        return hook == null ? result : hook.returned(self, first, second, result);
    }

    @Override
    public @Nullable Object argument(@Nullable Object self, @Nullable Object argument) {
        Hook hook = self == null ? null : bound.get(self.getClass());
        return hook == null ? argument : hook.argument(self, argument);
    }
}
