package io.perfagent.it.cache;

import com.zaxxer.hikari.HikariDataSource;
import io.perfagent.it.boot.CommandApp;
import io.perfagent.it.boot.Commands;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** Reads PostgreSQL under hardship when it is asked to; its first argument is the URL. */
public final class HardshipApp {
    private final HikariDataSource pool;

    /** Connections that are not served from memory any more after what is done with them. */
    private final HikariDataSource changed;

    private final Map<String, FutureTask<String>> tasks = new ConcurrentHashMap<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final Map<String, Statement> statements = new ConcurrentHashMap<>();

    private HardshipApp(HikariDataSource pool, HikariDataSource changed) {
        this.pool = pool;
        this.changed = changed;
    }

    public static void main(String[] arguments) throws Exception {
        HardshipApp app =
                new HardshipApp(CachedPostgresApp.pool(arguments[0], 8), CachedPostgresApp.pool(arguments[0], 1));
        CommandApp.serve(new Commands()
                .add("read", argument -> app.read(argument, ""))
                .add("write", app::write)
                .add("begin", app::begin)
                .add(
                        "stack",
                        argument -> Arrays.toString(app.threads.get(argument).getStackTrace()))
                .add("cancel", app::cancel)
                .add("interrupt", app::interrupt)
                .add("result", app::result)
                .add("timed", app::timed)
                .add("huge", argument -> app.huge())
                .add("blob", argument -> app.blob())
                .add("largeObject", app::largeObject)
                .add("copyOut", argument -> app.copyOut())
                .add("invalidate", HardshipApp::invalidate));
    }

    /** The argument is a table and an id; a statement that has a name can be cancelled. */
    private String read(String argument, String name) throws SQLException {
        String[] parts = argument.split(" ");
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT version FROM " + parts[0] + " WHERE id = ?")) {
            if (!name.isEmpty()) {
                statements.put(name, statement);
            }
            statement.setInt(1, Integer.parseInt(parts[1]));
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getString(1) : "no row";
            }
        }
    }

    private String write(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            return "count " + statement.executeUpdate(sql);
        }
    }

    /** Reads on a thread of its own: a name, a table and an id. */
    private String begin(String argument) {
        String name = argument.substring(0, argument.indexOf(' '));
        String what = argument.substring(argument.indexOf(' ') + 1);
        FutureTask<String> task = new FutureTask<>(() -> told(() -> read(what, name)));
        Thread thread = new Thread(task, name);
        tasks.put(name, task);
        threads.put(name, thread);
        thread.start();
        return "begun";
    }

    private static String told(Callable<String> call) throws Exception {
        try {
            return call.call();
        } catch (SQLException e) {
            return "failed " + e.getSQLState();
        }
    }

    private String cancel(String name) throws SQLException {
        statements.get(name).cancel();
        return "cancelled";
    }

    private String interrupt(String name) {
        threads.get(name).interrupt();
        return "interrupted";
    }

    private String result(String name) throws InterruptedException, ExecutionException {
        return tasks.get(name).get();
    }

    private String timed(String argument) throws Exception {
        return told(() -> {
            String[] parts = argument.split(" ");
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("SELECT version FROM " + parts[0] + " WHERE id = ?")) {
                statement.setQueryTimeout(1);
                statement.setInt(1, Integer.parseInt(parts[1]));
                try (ResultSet result = statement.executeQuery()) {
                    return result.next() ? result.getString(1) : "no row";
                }
            }
        });
    }

    /** More rows than are kept, and more bytes: how many, and what all of them are. */
    private String huge() throws SQLException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int rows = 0;
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT id, content FROM huge WHERE id > ? ORDER BY id")) {
            statement.setInt(1, 0);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows++;
                    digest.update(result.getBytes(2));
                }
            }
        }
        return rows + " " + HexFormat.of().formatHex(digest.digest());
    }

    /** One row whose cells have megabytes. */
    private String blob() throws SQLException, GeneralSecurityException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT raw, content FROM blobs WHERE id = ?")) {
            statement.setInt(1, 1);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                byte[] raw = result.getBytes(1);
                String text = result.getString(2);
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(raw);
                return raw.length + " " + text.length() + " " + HexFormat.of().formatHex(digest) + " "
                        + text.charAt(text.length() - 1);
            }
        }
    }

    /** Writes a large object and reads it, twice; and then a row. */
    private String largeObject(String argument) throws SQLException {
        try (Connection connection = changed.getConnection()) {
            connection.setAutoCommit(false);
            LargeObjectManager all = connection.unwrap(PGConnection.class).getLargeObjectAPI();
            long oid = all.createLO();
            byte[] content = new byte[1 << 20];
            Arrays.fill(content, (byte) 7);
            try (LargeObject object = all.open(oid, LargeObjectManager.WRITE)) {
                object.write(content);
            }
            StringBuilder read = new StringBuilder();
            for (int i = 0; i < 2; i++) {
                try (LargeObject object = all.open(oid, LargeObjectManager.READ)) {
                    read.append(Arrays.equals(object.read(content.length + 1), content))
                            .append(' ');
                }
            }
            all.delete(oid);
            connection.commit();
            return read + read(argument, "");
        }
    }

    private String copyOut() throws SQLException, IOException {
        try (Connection connection = pool.getConnection()) {
            StringWriter writer = new StringWriter();
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT id FROM item WHERE id < 3 ORDER BY id) TO STDOUT", writer);
            return writer.toString().replace('\n', ' ').trim();
        }
    }

    /** {@code invalidate sql:SELECT item}, {@code invalidateTable item}, {@code invalidateAll}. */
    private static String invalidate(String argument) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.perfagent:type=Cache");
        int space = argument.indexOf(' ');
        return String.valueOf(
                space < 0
                        ? server.invoke(name, argument, new Object[0], new String[0])
                        : server.invoke(
                                name,
                                argument.substring(0, space),
                                new Object[] {argument.substring(space + 1)},
                                new String[] {String.class.getName()}));
    }
}
