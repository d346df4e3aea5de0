package io.perfagent.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What the arguments of commands say that are about the connection. Pure. */
final class ConnectionArguments {
    static final String DEFAULT_USER = "default";

    /** Of {@code CLIENT}: these change nothing that matters to a read. */
    private static final Set<String> HARMLESS = Set.of(
            "SETNAME",
            "SETINFO",
            "GETNAME",
            "ID",
            "INFO",
            "LIST",
            "KILL",
            "PAUSE",
            "UNPAUSE",
            "UNBLOCK",
            "NO-EVICT",
            "NO-TOUCH",
            "HELP");

    /** The application keeps answers itself: the server must see its reads to tell it of changes. */
    private static final Set<String> TRACKING = Set.of("TRACKING", "CACHING", "TRACKINGINFO", "GETREDIR");

    private ConnectionArguments() {}

    static boolean isHarmlessClient(byte[][] arguments) {
        return HARMLESS.contains(first(arguments));
    }

    static boolean isTracking(byte[][] arguments) {
        return TRACKING.contains(first(arguments));
    }

    static String first(byte[][] arguments) {
        return arguments.length == 0 ? "" : upper(arguments[0]);
    }

    /** Who {@code AUTH} makes the user. */
    static String userOfAuth(byte[][] arguments) {
        return arguments.length < 2 ? DEFAULT_USER : text(arguments[0]);
    }

    /** Where the user stands in the arguments of {@code HELLO}; -1 if there is none. */
    static int userOfHello(byte[][] arguments) {
        for (int i = 1; i + 1 < arguments.length; i++) {
            if (upper(arguments[i]).equals("AUTH")) {
                return i + 1;
            }
        }
        return -1;
    }

    /** A number of at most six digits; -1 if it is none. */
    static int number(byte[][] arguments, int index) {
        if (index >= arguments.length || arguments[index].length == 0 || arguments[index].length > 6) {
            return -1;
        }
        int number = 0;
        for (byte digit : arguments[index]) {
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }

    static String text(byte[] argument) {
        return new String(argument, StandardCharsets.UTF_8);
    }

    static String upper(byte[] argument) {
        char[] upper = new char[argument.length];
        for (int i = 0; i < upper.length; i++) {
            byte at = argument[i];
            upper[i] = (char) (at >= 'a' && at <= 'z' ? at - 32 : at & 0xff);
        }
        return new String(upper);
    }
}
