package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Seam;
import io.perfagent.cache.Caches;
import io.perfagent.cache.CachingScenario;
import io.perfagent.cache.Family;
import io.perfagent.cache.LingeringWrites;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.Source;
import io.perfagent.faults.FaultPoint;
import io.perfagent.trace.ThreadState;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.postgresql.copy.CopyOperation;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandler;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;

/**
 * An application with two connections that reads and writes one table in every way there is, its calls woven by hand, its
 * server a few numbers. What it reads must be what the last write has left, whatever the hooks run into.
 */
public final class PgScenario extends CachingScenario {
    private static final int EXECUTE = 0;
    private static final int BATCH = 1;
    private static final int FASTPATH = 2;
    private static final int COPY = 3;
    private static final int COPY_END = 4;
    private static final int CLOSE = 5;
    private static final int CONNECT = 6;
    private static final int ROWS = 7;
    private static final int COPY_READ = 8;
    private static final int AUTOCOMMIT = 16;
    private static final int ONESHOT = 1;
    private static final int INT4 = 23;
    private static final String READ = "SELECT version FROM item WHERE id = $1";
    private static final String WRITE = "UPDATE item SET version = version + 1 WHERE id = $1";

    private final long[] rows = new long[4];
    private Source source;

    /** A connection to the server. */
    private static final class Connection {
        TransactionState state = TransactionState.IDLE;
        boolean isClosed;
        QueryExecutor executor;
    }

    /** What the driver's own handler is: the last to see the rows. */
    private static final class Rows extends ResultHandlerBase {
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
        public void handleResultRows(
                Query query, org.postgresql.core.Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
            FaultPoint.reached();
            for (Tuple tuple : tuples) {
                seen.add(new String(tuple.get(0), StandardCharsets.US_ASCII));
            }
            boolean before = FaultPoint.switchTo(true);
            Seam.returned(ROWS, this, new Object[] {query, fields, tuples, cursor}, null, null);
            FaultPoint.switchTo(before);
        }

        @Override
        public SQLException getException() {
            FaultPoint.reached();
            return super.getException();
        }
    }

    @Override
    public String call() throws Exception {
        Caches caches = begin(
                "sql:SELECT item=static,ttl=1h,key=id",
                new ExecuteHook(new PgReads(Rows.class)),
                new BatchHook(),
                new FastpathHook(),
                new CopyHook(),
                new CopyEndHook(),
                new CloseHook(),
                new ConnectHook(),
                new RowsHook(),
                new CopyReadHook());
        Pg.SHARED.reset();
        ThreadState.get().driverCall = null;
        source = Objects.requireNonNull(caches.source(Family.SQL, "postgresql", "test"));
        reads(source);
        Connection reader = connect();
        Connection writer = connect();
        read(reader, 1);
        read(reader, 1);
        ReadKind kind = Objects.requireNonNull(Pg.SHARED.texts(source).get(READ).kind);
        kind.putInForce(Objects.requireNonNull(kind.rule()));

        work(reader, writer);
        if (FaultPoint.thrown() > 0) {
            minuteLater();
        }
        work(reader, writer); // it goes on as if nothing had been
        close(reader);
        close(writer);
        if (Pg.outer(ThreadState.get()) != null) {
            wrong.append("the thread is still in a call\n");
        }
        return end(10);
    }

    @Override
    protected void settleLingering(long nowNanos) throws ReflectiveOperationException {
        Field field = Pg.class.getDeclaredField("lingering");
        field.setAccessible(true);
        Object lingering = field.get(Pg.SHARED);
        if (lingering != null) {
            ((LingeringWrites) lingering).settle(nowNanos);
        }
    }

    private void work(Connection reader, Connection writer) {
        read(reader, 1);
        read(reader, 1);
        write(writer, 1);
        read(reader, 1);
        read(reader, 1);
        writer.state = TransactionState.OPEN;
        update(writer, WRITE, 1, AUTOCOMMIT);
        read(reader, 1);
        update(writer, "COMMIT", 0, AUTOCOMMIT, () -> {
            rows[1]++;
            writer.state = TransactionState.IDLE;
        });
        read(reader, 1);
        read(reader, 1);
        batch(writer);
        read(reader, 1);
        read(reader, 2);
        read(reader, 2);
        copy(writer);
        read(reader, 3);
        read(reader, 3);
        copyOut(writer);
        read(reader, 2);
        read(reader, 2);
        fastpath(writer);
        read(reader, 1);
        read(reader, 1);
        Connection other = connect();
        write(other, 2);
        close(other);
        read(reader, 2);
        read(reader, 2);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object zero(Method method) {
        Class<?> type = method.getReturnType();
        return type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : null;
    }

    private Connection connect() {
        Connection made = new Connection();
        made.executor = proxy(QueryExecutor.class, (self, method, arguments) -> {
            FaultPoint.reached();
            return switch (method.getName()) {
                case "getTransactionState" -> made.state;
                case "isClosed" -> made.isClosed;
                case "getParameterStatuses" -> new TreeMap<String, String>();
                default -> zero(method);
            };
        });
        Object state = enter(CONNECT, null, new Properties());
        exit(CONNECT, null, state, made.executor);
        return made;
    }

    private static Object enter(int site, Object self, Object first) {
        return enter(site, self, first, null);
    }

    private static void exit(int site, Object self, Object state, Object result) {
        exit(site, self, state, result, null);
    }

    private static Query query(String sql) {
        return proxy(DescribedQuery.class, (self, method, arguments) -> {
            FaultPoint.reached();
            return method.getName().equals("getNativeSql") ? sql : zero(method);
        });
    }

    private static ParameterList parameters(int id) {
        return proxy(ParameterList.class, (self, method, arguments) -> {
            FaultPoint.reached();
            return switch (method.getName()) {
                case "getValues" -> id == 0 ? new Object[0] : new Object[] {String.valueOf(id)};
                case "getTypeOIDs" -> id == 0 ? new int[0] : new int[] {INT4};
                default -> zero(method);
            };
        });
    }

    private void read(Connection on, int id) {
        Query query = query(READ);
        Rows rows = new Rows();
        Object state = enter(EXECUTE, on.executor, new Object[] {
            query, parameters(id), (ResultHandler) rows, 0, 0, AUTOCOMMIT | ONESHOT, false
        });
        if (state instanceof Answer) {
            answered++;
        } else {
            List<Tuple> tuples = new ArrayList<>();
            tuples.add(new Tuple(new byte[][] {String.valueOf(this.rows[id]).getBytes(StandardCharsets.US_ASCII)}));
            rows.handleResultRows(
                    query,
                    new org.postgresql.core.Field[] {new org.postgresql.core.Field("version", INT4)},
                    tuples,
                    null);
            exit(EXECUTE, on.executor, state, null);
        }
        if (!rows.seen.equals(List.of(String.valueOf(this.rows[id])))) {
            wrong.append(state instanceof Answer ? "answered " : "asked ")
                    .append(id)
                    .append(": ")
                    .append(rows.seen)
                    .append(", not ")
                    .append(this.rows[id])
                    .append('\n');
        }
    }

    private void write(Connection on, int id) {
        update(on, WRITE, id, AUTOCOMMIT, () -> rows[id]++);
    }

    private void update(Connection on, String sql, int id, int flags, Runnable... server) {
        Object state = enter(EXECUTE, on.executor, new Object[] {
            query(sql), parameters(id), (ResultHandler) new Rows(), 0, 0, flags, false
        });
        if (state instanceof Answer) {
            wrong.append("a write was answered\n");
        }
        for (Runnable each : server) {
            each.run();
        }
        exit(EXECUTE, on.executor, state, null);
    }

    private void batch(Connection on) {
        Object state = enter(BATCH, on.executor, new Object[] {
            new Query[] {query(WRITE), query(WRITE)},
            new ParameterList[] {parameters(1), parameters(2)},
            null,
            0,
            0,
            AUTOCOMMIT,
            false
        });
        rows[1]++;
        rows[2]++;
        exit(BATCH, on.executor, state, null);
    }

    private void copy(Connection on) {
        Object started = enter(COPY, on.executor, "COPY item (id, version) FROM STDIN");
        exit(COPY, on.executor, started, null);
        Object ended = enter(COPY_END, on.executor, null);
        rows[3]++;
        exit(COPY_END, on.executor, ended, null);
    }

    /** A query that writes, its rows read as they come. */
    private void copyOut(Connection on) {
        boolean[] isActive = {true};
        CopyOperation copy = proxy(CopyOperation.class, (self, method, arguments) -> {
            FaultPoint.reached();
            return method.getName().equals("isActive") ? (Object) isActive[0] : zero(method);
        });
        String sql = "COPY (UPDATE item SET version = version + 1 WHERE id = 2 RETURNING id) TO STDOUT";
        Object started = enter(COPY, on.executor, sql);
        exit(COPY, on.executor, started, copy);
        Object row = enter(COPY_READ, on.executor, copy);
        exit(COPY_READ, on.executor, row, null);
        Object last = enter(COPY_READ, on.executor, copy);
        rows[2]++;
        isActive[0] = false;
        exit(COPY_READ, on.executor, last, null);
    }

    private void fastpath(Connection on) {
        Object state = enter(FASTPATH, on.executor, null);
        rows[1]++;
        exit(FASTPATH, on.executor, state, null);
    }

    private void close(Connection one) {
        one.isClosed = true;
        FaultPoint.switchTo(true);
        Seam.returned(CLOSE, one.executor, null, null, null);
        FaultPoint.switchTo(false);
    }
}
