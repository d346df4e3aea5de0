package io.perfagent.it.cache;

import io.perfagent.it.fixture.ParentWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a row over the driver of its first argument's URL, and once there is the file that the third names, writes it over that
 * of the second: {@code wrong: …} if a read after a write does not see it.
 */
public final class UnseenPostgresApp {
    private static final int READS = 300;
    private static final int WRITES = 50;

    private UnseenPostgresApp() {}

    private static int read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT v FROM unseen WHERE id = ?")) {
            statement.setInt(1, 1);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public static void main(String[] arguments) throws SQLException {
        ParentWatch.start();
        try (Connection seen = DriverManager.getConnection(arguments[0])) {
            execute(seen, "DROP TABLE IF EXISTS unseen");
            execute(seen, "CREATE TABLE unseen (id INT PRIMARY KEY, v INT)");
            execute(seen, "INSERT INTO unseen VALUES (1, 0)");
            Path go = Path.of(arguments[2]);
            for (int i = 0; i < READS || !Files.exists(go); i++) {
                read(seen);
                LockSupport.parkNanos(10_000_000);
                if (i == READS) {
                    System.out.println("read");
                }
            }
            try (Connection unseen = DriverManager.getConnection(arguments[1])) {
                for (int v = 1; v <= WRITES; v++) {
                    execute(unseen, "UPDATE unseen SET v = " + v + " WHERE id = 1");
                    int found = read(seen);
                    if (found != v) {
                        System.out.println("wrong: " + found + " after " + v);
                    }
                }
            }
            System.out.println("done");
            while (true) {
                LockSupport.park();
            }
        }
    }
}
