package io.perfagent.it.boot;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What a fixture does when it is asked to, by name; those every fixture has, and those that are added. */
public final class Commands {
    private static final String DATABASE = "jdbc:h2:mem:commands;DB_CLOSE_DELAY=-1";

    private final Map<String, Command> all = new HashMap<>();

    /** One of them. */
    @FunctionalInterface
    public interface Command {
        /** Does it and returns what to answer. */
        String run(String argument) throws Exception;
    }

    public Commands() {
        add("hello", argument -> "hello");
        add("query", Commands::query);
        add("load", argument -> Class.forName(argument).getName());
        add("status", argument -> status());
        add("control", argument -> control(argument));
    }

    public Commands add(String name, Command command) {
        all.put(name, command);
        return this;
    }

    /** Runs the command {@code name}; any exception is an answer too. */
    public String run(String name, String argument) {
        Command command = all.get(name);
        if (command == null) {
            return "no such command: " + name;
        }
        try {
            return command.run(argument);
        } catch (Exception e) {
            return "failed: " + e;
        }
    }

    /** The first column of the first row of a query that H2 answers. */
    private static String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.isEmpty() ? "select 1" : sql)) {
            return rows.next() ? rows.getString(1) : "no row";
        }
    }

    /** An operation without arguments of the agent's control over JMX, or its text if none is named. */
    private static String control(String operation) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.perfagent:type=Control");
        try {
            return (String)
                    (operation.isEmpty()
                            ? server.getAttribute(name, "Text")
                            : server.invoke(name, operation, new Object[0], new String[0]));
        } catch (InstanceNotFoundException e) {
            return "no control";
        }
    }

    /** The agent's report as JMX shows it, or that there is none. */
    private static String status() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            return (String) server.getAttribute(new ObjectName("io.perfagent:type=Status"), "Text");
        } catch (InstanceNotFoundException e) {
            return "no status";
        }
    }
}
