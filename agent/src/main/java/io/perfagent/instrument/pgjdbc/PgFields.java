package io.perfagent.instrument.pgjdbc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import org.postgresql.core.Field;

/** Columns as the driver describes them; the length of a type is a {@code short} in some versions and an {@code int} in others. */
final class PgFields {
    private static final int PARAMETERS = 6;
    private static final MethodHandle MAKE;
    private static final MethodHandle LENGTH;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle found = null;
            for (Constructor<?> one : Field.class.getConstructors()) {
                if (one.getParameterCount() == PARAMETERS) {
                    found = lookup.unreflectConstructor(one);
                }
            }
            if (found == null) {
                throw new NoSuchMethodException("Field with " + PARAMETERS + " parameters");
            }
            MAKE = MethodHandles.explicitCastArguments(
                    found,
                    MethodType.methodType(
                            Field.class, String.class, int.class, int.class, int.class, int.class, int.class));
            LENGTH = MethodHandles.explicitCastArguments(
                    lookup.unreflect(Field.class.getMethod("getLength")),
                    MethodType.methodType(int.class, Field.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private PgFields() {}

    static Field make(String label, int oid, int length, int mod, int tableOid, int position) {
        try {
            return (Field) MAKE.invokeExact(label, oid, length, mod, tableOid, position);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    static int length(Field field) {
        try {
            return (int) LENGTH.invokeExact(field);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
