package io.perfagent.cache.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** What the arguments of commands say that are about the connection. Pure. */
final class ConnectionArguments {
    static final String DEFAULT_USER = "default";

    private static final byte[] NOTHING = {};

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

    /** Who {@code AUTH} makes the user, told apart by password. */
    static String userOfAuth(byte[][] arguments) {
        if (arguments.length == 0) {
            return DEFAULT_USER;
        }
        return arguments.length < 2 ? user(DEFAULT_USER, arguments[0]) : user(text(arguments[0]), arguments[1]);
    }

    /** The user at an index of the arguments of {@code HELLO}, told apart by the password that follows. */
    static String userAt(byte[][] arguments, int index) {
        return user(text(arguments[index]), index + 1 < arguments.length ? arguments[index + 1] : NOTHING);
    }

    /** What stands for a user in keys: what is in front of servers may choose one of them by the password alone. */
    private static String user(String name, byte[] password) {
        return name + ' ' + Passwords.hash(password);
    }

    /** Says of passwords only, and in this process only, whether they are the same. */
    private static final class Passwords {
        private static final byte[] SALT = new byte[16];
        private static final int SHOWN_BYTES = 16;

        static {
            new SecureRandom().nextBytes(SALT);
        }

        static String hash(byte[] password) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(SALT);
                return HexFormat.of().formatHex(digest.digest(password), 0, SHOWN_BYTES);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every JDK has it
            }
        }
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
