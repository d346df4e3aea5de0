package io.perfagent.it.coldstart;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A program that asks the database of its first argument something, and ends; it fails when there is none. */
public final class DatabaseApp {
    private DatabaseApp() {}

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
        System.out.println("asked");
    }
}
