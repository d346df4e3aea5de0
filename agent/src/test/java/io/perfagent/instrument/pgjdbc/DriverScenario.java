package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Answer;
import io.perfagent.faults.FaultPoint;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.postgresql.core.Field;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;

/**
 * A driver in a loader of its own, connected to a database that has one value; reads it. Told that its query is {@value
 * #DESCRIBED} some column, it takes that for what the server has said last.
 */
public final class DriverScenario implements Function<String, String> {
    private static final int FLAGS = 17; // autocommit, and sent once
    private static final int TEXT = 25;
    static final String DESCRIBED = "described as ";

    private final ExecuteHook hook = new ExecuteHook(new PgReads(Rows.class));
    private final RowsHook rowsHook = new RowsHook();
    private Field[] described;
    private final QueryExecutor executor =
            proxy(QueryExecutor.class, (self, method, arguments) -> switch (method.getName()) {
                case "getTransactionState" -> TransactionState.IDLE;
                case "getParameterStatuses" -> new TreeMap<String, String>();
                default -> zero(method);
            });

    /** What is left of the rows. */
    private final class Rows extends ResultHandlerBase {
        final List<String> seen = new ArrayList<>();

        @Override
        public void handleCommandStatus(String status, long count, long oid) {
            // Nobody asks.
        }

        @Override
        public void handleWarning(SQLWarning warning) {
            // There is none.
        }

        @Override
        public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
            for (Tuple tuple : tuples) {
                seen.add(new String(tuple.get(0), StandardCharsets.US_ASCII));
            }
            rowsHook.returned(this, new Object[] {query, fields, tuples, cursor}, null, null);
        }
    }

    /** Opened before the hooks' eyes. */
    public DriverScenario() {
        FaultPoint.switchTo(false);
        Pg.SHARED.opened(executor, new Properties());
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object zero(Method method) {
        Class<?> type = method.getReturnType();
        return type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : null;
    }

    @Override
    public String apply(String value) {
        if (value.startsWith(DESCRIBED)) {
            described = new Field[] {new Field(value.substring(DESCRIBED.length()), TEXT)};
            return value;
        }
        Query query = proxy(DescribedQuery.class, (self, method, arguments) -> switch (method.getName()) {
            case "getNativeSql" -> "SELECT name FROM item";
            case "getFields" -> described;
            default -> zero(method);
        });
        ParameterList none = proxy(ParameterList.class, (self, method, arguments) -> zero(method));
        Rows rows = new Rows();
        Object state = hook.enter(executor, new Object[] {query, none, rows, 0, 0, FLAGS, false}, null);
        if (!(state instanceof Answer)) {
            List<Tuple> tuples = new ArrayList<>();
            tuples.add(new Tuple(new byte[][] {value.getBytes(StandardCharsets.US_ASCII)}));
            rows.handleResultRows(query, new Field[] {new Field("name", TEXT)}, tuples, null);
            hook.exit(executor, state, null, null);
        }
        return String.join(",", rows.seen) + (state instanceof Answer ? " from memory" : "");
    }
}
