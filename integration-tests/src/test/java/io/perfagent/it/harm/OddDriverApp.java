package io.perfagent.it.harm;

import io.perfagent.it.boot.CommandApp;
import io.perfagent.it.boot.Commands;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Queries through drivers that the agent cannot know; the arguments are those to register. */
public final class OddDriverApp {
    private static final Map<String, DataSource> POOLS = new ConcurrentHashMap<>();

    private OddDriverApp() {}

    public static void main(String[] arguments) throws Exception {
        for (String name : arguments) {
            DriverManager.registerDriver((Driver) Class.forName("org.example.oddbase." + name)
                    .getDeclaredConstructor()
                    .newInstance());
        }
        CommandApp.serve(new Commands()
                .add("jdbc", OddDriverApp::query)
                .add("pool", OddDriverApp::queryPooled)
                .add("asked", OddDriverApp::asked));
    }

    /** All that the database was asked to do. */
    private static String asked(String argument) throws ReflectiveOperationException {
        return Class.forName("org.example.oddbase.OddLog")
                .getField("LINES")
                .get(null)
                .toString();
    }

    private static String query(String url) throws Exception {
        return query(DriverManager.getConnection(url));
    }

    private static String queryPooled(String pool) throws Exception {
        DataSource known = POOLS.get(pool);
        DataSource made = known == null ? OddPools.make(pool) : known;
        POOLS.put(pool, made);
        return query(made.getConnection());
    }

    /** A statement, a prepared one and a batch: three operations. */
    private static String query(Connection opened) throws Exception {
        try (Connection connection = opened;
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("UPDATE odd SET a = 1")) {
            statement.execute("SELECT 1 FROM plain");
            prepared.executeUpdate();
            prepared.addBatch();
            prepared.addBatch();
            prepared.executeBatch();
            return "done";
        }
    }
}
