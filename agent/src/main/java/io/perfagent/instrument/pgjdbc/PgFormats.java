package io.perfagent.instrument.pgjdbc;

import java.lang.reflect.Method;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;

/**
 * What the driver remembers of a query on its connection: whether it is prepared, and which columns it was described with.
 *
 * <p>In which format the server would answer follows from it: the driver asks for binary columns only where it knows them,
 * which is once a statement is prepared on the server and described. Some getters give slightly different texts for the two,
 * so an answer in one is no answer for the other.
 */
final class PgFormats {
    static final int TEXT = 0;
    static final int BINARY = 1;
    static final int UNKNOWN = -1;

    private static final int UNSPECIFIED = 0;

    private volatile boolean broken;
    private volatile @Nullable Members members;

    /** What the driver's class of queries says to its own package only. */
    private static final class Members {
        final Method statementName;
        final Method prepareTypes;
        final Method fields;

        /** Which parameters had no type when it was prepared; null in versions that ask for none then. */
        final java.lang.reflect.@Nullable Field unspecified;

        Members(Class<?> type) throws NoSuchMethodException {
            statementName = method(type, "getStatementName");
            prepareTypes = method(type, "getPrepareTypes");
            fields = method(type, "getFields");
            unspecified = field(type, "unspecifiedParams");
        }

        private static Method method(Class<?> type, String name) throws NoSuchMethodException {
            Method method = type.getDeclaredMethod(name);
            method.setAccessible(true);
            return method;
        }

        private static java.lang.reflect.@Nullable Field field(Class<?> type, String name) {
            try {
                java.lang.reflect.Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field;
            } catch (NoSuchFieldException e) {
                return null;
            }
        }
    }

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
            Members known = members(query);
            if (known.statementName.invoke(query) == null || known.fields.invoke(query) == null) {
                return TEXT;
            }
            // Prepared for other types, it is prepared anew, and then not described.
            int[] prepared = (int[]) known.prepareTypes.invoke(query);
            return isPreparedFor(known, query, prepared, types) ? BINARY : UNKNOWN;
        } catch (ReflectiveOperationException | RuntimeException e) {
            broken = true;
            return UNKNOWN;
        }
    }

    /**
     * Whether the driver finds the columns of a kept answer where they are: by name it looks for them in what this connection
     * was told last of the query, which may be from before the table was altered.
     */
    boolean finds(Query query, Object answer) {
        if (broken) {
            return false;
        }
        try {
            Field[] described = (Field[]) members(query).fields.invoke(query);
            return described == null || PgAnswer.hasColumns(answer, described);
        } catch (ReflectiveOperationException | RuntimeException e) {
            broken = true;
            return false;
        }
    }

    private Members members(Query query) throws NoSuchMethodException {
        Members known = members;
        if (known == null) {
            known = new Members(query.getClass());
            members = known;
        }
        return known;
    }

    /** As the driver compares: what was resolved for a parameter without a type still suits one without. */
    private static boolean isPreparedFor(Members known, Query query, int @Nullable [] prepared, int[] types)
            throws IllegalAccessException {
        if (prepared == null || prepared.length != types.length) {
            return false;
        }
        BitSet unspecified = null;
        for (int i = 0; i < types.length; i++) {
            if (types[i] == prepared[i]) {
                continue;
            }
            if (types[i] != UNSPECIFIED) {
                return false;
            }
            if (known.unspecified != null) {
                unspecified = unspecified == null ? (BitSet) known.unspecified.get(query) : unspecified;
                if (unspecified == null || !unspecified.get(i)) {
                    return false;
                }
            }
        }
        return true;
    }
}
