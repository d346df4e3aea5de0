package io.perfagent.it.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;

/**
 * Asks everything of results that JDBC lets one ask, each several times, and writes down what came: every getter of every
 * column, metadata, states of statements, scrolling, exceptions. What is written must not depend on a cache.
 */
final class Battery {
    private static final String[] QUERIES = {
        "SELECT * FROM kinds WHERE id = ? ORDER BY id",
        "SELECT id, t AS label, n * 2 AS doubled, f4, f8 FROM kinds WHERE id <= ? ORDER BY id",
        "SELECT k.id, p.name FROM kinds k JOIN parts p ON p.kind = k.id WHERE k.id = ? ORDER BY p.name",
        "SELECT count(*), min(n), max(ts), avg(f8) FROM kinds WHERE id < ?",
        "SELECT id FROM kinds WHERE id = ? + 1000",
        "SELECT t FROM kinds WHERE id = ? FOR UPDATE",
        "SELECT id, now() IS NULL FROM kinds WHERE id = ?",
        "SELECT 1 / (id - id) FROM kinds WHERE id = ?",
        "SELECT nothing FROM kinds WHERE id = ?",
        "SELECT id FROM missing WHERE id = ?",
    };

    private final DataSource source;
    private final StringBuilder out = new StringBuilder();

    Battery(DataSource source) {
        this.source = source;
    }

    static void tables(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS parts, kinds");
            statement.execute(
                    "CREATE TABLE kinds (id int PRIMARY KEY, b bool, i2 smallint, i8 bigint, n numeric(12, 3), f4"
                            + " real, f8 double precision, t text, v varchar(20), c char(5), ba bytea, d date, tm time, ts timestamp,"
                            + " tz timestamptz, u uuid, j jsonb, ai int[], at text[], iv interval, m money, x xml, e bit(3))");
            statement.execute("CREATE TABLE parts (kind int, name text)");
            statement.execute(
                    "INSERT INTO kinds VALUES (1, true, -7, 9007199254740993, 12345.678, 1.1, 2.2e-10, 'text',"
                            + " 'varchar', 'ch', '\\x00ff10', '2024-02-29', '23:59:58.123456', '2024-02-29 01:02:03.5',"
                            + " '2024-02-29 01:02:03+02', '00112233-4455-6677-8899-aabbccddeeff', '{\"a\": [1, null]}', '{1,2,NULL}',"
                            + " '{a,\"b c\"}', '1 day 02:03:04', 12.5, '<a>1</a>', B'101')");
            statement.execute("INSERT INTO kinds (id, t, n) VALUES (2, '42', 0), (3, '', NULL)");
            statement.execute("INSERT INTO parts VALUES (1, 'one'), (1, 'two'), (2, 'three')");
        }
    }

    /** Runs all of it; what came, as lines. */
    String run() throws SQLException {
        for (String sql : QUERIES) {
            for (int id = 1; id <= 3; id++) {
                for (int round = 0;
                        round < 8;
                        round++) { // past the threshold at which the driver prepares on the server
                    line("## ", sql, " ", id, " ", round);
                    prepared(sql, id, round);
                }
                literal(sql.replace("?", String.valueOf(id)));
            }
        }
        transactions();
        limits();
        return out.toString();
    }

    private void line(Object... parts) {
        for (Object part : parts) {
            out.append(part);
        }
        out.append('\n');
    }

    private void prepared(String sql, int id, int round) throws SQLException {
        int type = round == 5 ? ResultSet.TYPE_SCROLL_INSENSITIVE : ResultSet.TYPE_FORWARD_ONLY;
        int concurrency = round == 6 ? ResultSet.CONCUR_UPDATABLE : ResultSet.CONCUR_READ_ONLY;
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql, type, concurrency)) {
            statement.setInt(1, id);
            try {
                boolean rows = round % 2 == 0 ? statement.execute() : statement.executeQuery() != null;
                line("rows ", rows, " ", statement.getUpdateCount(), " ", statement.getWarnings());
                ResultSet result = statement.getResultSet();
                result(statement, result);
                line("more ", statement.getMoreResults(), " ", statement.getUpdateCount(), " ", result.isClosed());
                line("prepared ", metaData(statement.getMetaData()));
            } catch (SQLException e) {
                thrown(e);
            }
        }
    }

    private void literal(String sql) throws SQLException {
        for (int round = 0; round < 3; round++) {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                if (round == 1) {
                    statement.setMaxRows(1);
                    statement.setMaxFieldSize(2);
                }
                statement.closeOnCompletion();
                try (ResultSet result = statement.executeQuery(sql)) {
                    result(statement, result);
                } catch (SQLException e) {
                    thrown(e);
                }
                line("completed ", statement.isClosed());
            }
        }
    }

    private void thrown(SQLException e) {
        line("thrown ", e.getClass().getName(), " ", e.getSQLState(), " ", e.getErrorCode(), " ", e.getMessage());
    }

    private void result(Statement statement, ResultSet result) throws SQLException {
        line(metaData(result.getMetaData()));
        line(
                "result ",
                result.getType(),
                " ",
                result.getConcurrency(),
                " ",
                result.getHoldability(),
                " ",
                result.getFetchSize(),
                " ",
                result.getFetchDirection(),
                " ",
                result.getStatement().unwrap(Statement.class).getClass().getName(),
                " ",
                result.getWarnings(),
                " ",
                result.isBeforeFirst(),
                " ",
                statement.getMaxRows());
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            line("row ", result.getRow(), " ", result.isFirst(), " ", result.isLast());
            for (int c = 1; c <= columns; c++) {
                getters(result, c);
                if (result.getObject(c) instanceof byte[] bytes) {
                    Arrays.fill(bytes, (byte) 7); // which must not be seen by the next reader
                }
                byte[] raw = bytes(result, c);
                Arrays.fill(raw, (byte) 9);
            }
        }
        line("end ", result.isAfterLast());
        if (result.getType() != ResultSet.TYPE_FORWARD_ONLY) {
            line("scroll ", result.first(), result.last(), result.absolute(1), result.relative(0), result.previous());
        }
        try {
            result.getInt(99);
        } catch (SQLException e) {
            thrown(e);
        }
        try {
            result.findColumn("no such column");
        } catch (SQLException e) {
            thrown(e);
        }
    }

    private static byte[] bytes(ResultSet result, int column) {
        try {
            byte[] bytes = result.getBytes(column);
            return bytes == null ? new byte[0] : bytes;
        } catch (SQLException e) {
            return new byte[0];
        }
    }

    /** Every getter by index that the interface has. */
    private void getters(ResultSet result, int column) {
        List<Method> getters = new ArrayList<>();
        for (Method method : ResultSet.class.getMethods()) {
            if (method.getName().startsWith("get")
                    && method.getParameterCount() == 1
                    && method.getParameterTypes()[0] == int.class) {
                getters.add(method);
            }
        }
        getters.sort(Comparator.comparing(Method::getName));
        for (Method getter : getters) {
            String value;
            try {
                value = text(getter.invoke(result, column)) + " " + result.wasNull();
            } catch (InvocationTargetException e) {
                value = "thrown " + e.getCause();
            } catch (ReflectiveOperationException | SQLException | IOException e) {
                value = "failed " + e;
            }
            line(column, " ", getter.getName(), " ", value);
        }
    }

    private static String text(Object value) throws SQLException, IOException {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        if (value instanceof Array array) {
            return array.getBaseTypeName() + Arrays.toString((Object[]) array.getArray());
        }
        if (value instanceof InputStream stream) {
            return Arrays.toString(stream.readAllBytes());
        }
        if (value instanceof Reader reader) {
            StringBuilder all = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                all.append((char) c);
            }
            return all.toString();
        }
        if (value instanceof java.sql.SQLXML xml) {
            return xml.getString();
        }
        return value == null ? "null" : value.getClass().getName() + " " + value;
    }

    private static String metaData(ResultSetMetaData data) throws SQLException {
        if (data == null) {
            return "no metadata";
        }
        StringBuilder all = new StringBuilder("metadata");
        for (int c = 1; c <= data.getColumnCount(); c++) {
            all.append(" | ")
                    .append(data.getColumnLabel(c))
                    .append(' ')
                    .append(data.getColumnName(c))
                    .append(' ')
                    .append(data.getTableName(c))
                    .append(' ')
                    .append(data.getSchemaName(c))
                    .append(' ')
                    .append(data.getColumnType(c))
                    .append(' ')
                    .append(data.getColumnTypeName(c))
                    .append(' ')
                    .append(data.getColumnClassName(c))
                    .append(' ')
                    .append(data.getPrecision(c))
                    .append(' ')
                    .append(data.getScale(c))
                    .append(' ')
                    .append(data.isNullable(c))
                    .append(' ')
                    .append(data.isAutoIncrement(c))
                    .append(' ')
                    .append(data.getColumnDisplaySize(c))
                    .append(' ')
                    .append(data.isSigned(c));
        }
        return all.toString();
    }

    /** A failed transaction, a savepoint, a cursor, a read in a read-only one. */
    private void transactions() throws SQLException {
        String sql = QUERIES[0];
        for (int round = 0; round < 3; round++) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                connection.setReadOnly(round == 1);
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setFetchSize(round == 2 ? 1 : 0);
                    statement.setInt(1, 1);
                    try (ResultSet result = statement.executeQuery()) {
                        line("in transaction ", result.next(), " ", result.getString("t"), " ", result.getFetchSize());
                    }
                    connection.createStatement().executeQuery("SELECT id FROM missing");
                } catch (SQLException e) {
                    thrown(e);
                }
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setInt(1, 1);
                    statement.executeQuery();
                } catch (SQLException e) {
                    thrown(e); // the transaction has failed
                }
                connection.rollback();
            }
        }
    }

    /** A parameter that is not set, a closed statement, a closed result. */
    private void limits() throws SQLException {
        try (Connection connection = source.getConnection()) {
            for (int round = 0; round < 2; round++) {
                PreparedStatement statement = connection.prepareStatement(QUERIES[0]);
                try {
                    statement.executeQuery();
                } catch (SQLException e) {
                    thrown(e);
                }
                statement.setInt(1, 1);
                ResultSet first = statement.executeQuery();
                ResultSet second = statement.executeQuery();
                line("first ", first.isClosed(), " second ", second.isClosed());
                statement.close();
                line("closed ", second.isClosed());
                try {
                    second.next();
                } catch (SQLException e) {
                    thrown(e);
                }
                try {
                    statement.executeQuery();
                } catch (SQLException e) {
                    thrown(e);
                }
            }
        }
    }
}
