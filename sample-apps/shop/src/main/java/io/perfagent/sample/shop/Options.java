package io.perfagent.sample.shop;

import io.perfagent.sample.shop.server.Database;
import java.util.Map;

/**
 * What the command line asks for.
 *
 * @param database which database to start
 * @param port where to listen; 0 for any free port
 * @param serve whether to run until told to end, without visitors of its own
 * @param seconds how long its own visitors come, at least 1
 * @param ratePerSecond how many requests they send at most, together; 0 for as many as they can
 */
record Options(Database.Kind database, int port, boolean serve, int seconds, int ratePerSecond) {
    static final String USAGE = """
            usage: java -jar shop.jar [options]
              --seconds=N         visit it for N seconds, then end (default 10)
              --rate=N            at most N requests per second, 0 for no limit (default 100)
              --serve             don't visit it; run until interrupted
              --port=N            listen on port N (default: 8080 with --serve, else any free port)
              --db=postgres|h2    the database (default: SHOP_DB from the environment, else postgres)""";

    private static final int MAX_SECONDS = 24 * 60 * 60;
    private static final int MAX_RATE_PER_SECOND = 1_000_000;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it makes no sense; the message says what
     */
    static Options parse(String[] arguments, Map<String, String> environment) {
        String database = environment.getOrDefault("SHOP_DB", "postgres");
        int port = -1;
        boolean serve = false;
        int seconds = 10;
        int ratePerSecond = 100;
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String value = equals < 0 ? "" : argument.substring(equals + 1);
            switch (name) {
                case "--db" -> database = value;
                case "--port" -> port = number(name, value, 0, 65535);
                case "--seconds" -> seconds = number(name, value, 1, MAX_SECONDS);
                case "--rate" -> ratePerSecond = number(name, value, 0, MAX_RATE_PER_SECOND);
                case "--serve" -> {
                    if (equals >= 0) {
                        throw new IllegalArgumentException("--serve takes no value");
                    }
                    serve = true;
                }
                default -> throw new IllegalArgumentException("unknown option " + name);
            }
        }
        if (port < 0) {
            port = serve ? 8080 : 0;
        }
        return new Options(kind(database), port, serve, seconds, ratePerSecond);
    }

    private static Database.Kind kind(String name) {
        return switch (name) {
            case "postgres" -> Database.Kind.POSTGRES;
            case "h2" -> Database.Kind.H2;
            default -> throw new IllegalArgumentException("the database must be postgres or h2, not '" + name + "'");
        };
    }

    private static int number(String name, String value, int min, int max) {
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, as a number out of range is.
        }
        throw new IllegalArgumentException(name + " must be a number from " + min + " to " + max);
    }
}
