package io.perfagent.instrument.pgjdbc;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Query;

/**
 * In which format the server would answer: the driver asks for binary columns only where it knows them, which is once a
 * statement is prepared on the server and described. Some getters give slightly different texts for the two, so an answer in
 * one is no answer for the other.
 */
final class PgFormats {
    static final int TEXT = 0;
    static final int BINARY = 1;
    static final int UNKNOWN = -1;

    private volatile boolean broken;
    private volatile @Nullable Method statementName;
    private volatile @Nullable Method prepareTypes;
    private volatile @Nullable Method fields;

    /**
     * What the next execution of a query asks for.
     *
     * @param types of the parameters that are to be sent
     */
    int of(Query query, int[] types) {
        if (broken) {
            return UNKNOWN;
        }
        try {
            Method name = statementName;
            Method prepared = prepareTypes;
            Method described = fields;
            if (name == null || prepared == null || described == null) {
                Class<?> type = query.getClass();
                name = method(type, "getStatementName");
                prepared = method(type, "getPrepareTypes");
                described = method(type, "getFields");
                statementName = name;
                prepareTypes = prepared;
                fields = described;
            }
            if (name.invoke(query) == null || described.invoke(query) == null) {
                return TEXT;
            }
            // Prepared for other types, it is prepared anew, and then not described.
            return Arrays.equals((int[]) prepared.invoke(query), types) ? BINARY : UNKNOWN;
        } catch (ReflectiveOperationException | RuntimeException e) {
            broken = true;
            return UNKNOWN;
        }
    }

    private static Method method(Class<?> type, String name) throws NoSuchMethodException {
        Method method = type.getDeclaredMethod(name);
        method.setAccessible(true);
        return method;
    }
}
