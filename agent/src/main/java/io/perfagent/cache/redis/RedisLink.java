package io.perfagent.cache.redis;

import io.perfagent.cache.Source;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server as its commands go out, of a client that writes from one thread and dispatches from many: where
 * it leads, and whom its first commands have made it belong to. Once anything else has been said on it, it stays as it is, or
 * is of no use for answers from memory. For the thread that writes; read by all.
 */
public final class RedisLink {
    private final RedisSource redis;
    private final boolean fresh;

    /** As the seam counted when it was made: a call of ours that has failed since may have been one that this is told by. */
    private final int failedCalls = Source.failedCalls();

    private boolean led;
    private boolean begun;
    private byte @Nullable [] @Nullable [] login;
    private int database;
    private String user = ConnectionArguments.DEFAULT_USER;
    private int protocol = 2;
    private volatile @Nullable RedisServer server;
    private volatile boolean spoiled;
    private volatile boolean ended;

    /** Written last, read first: whoever sees it sees what it says of user and database. */
    private volatile boolean settled;

    /** @param fresh whether nothing has been said on it yet; else nothing is known of it */
    public RedisLink(RedisSource redis, boolean fresh) {
        this.redis = redis;
        this.fresh = fresh;
        if (!fresh) {
            redis.source().unseen(System.nanoTime()); // something may be on its way
        }
    }

    /** Whether {@link #leadsTo} has been told. */
    public boolean isLed() {
        return led;
    }

    /**
     * It is connected.
     *
     * @param address as it is connected to; null if that is not known
     * @param encrypted whether what is said on it is
     */
    public void leadsTo(@Nullable String address, boolean encrypted) {
        led = true;
        RedisServer found = address == null ? null : redis.server(address);
        if (found != null && encrypted) {
            found.encrypted = true;
        }
        server = found;
    }

    /** Whether a command must be told of by {@link #saying}, with its arguments. */
    public static boolean isAboutConnection(RedisCommand command) {
        switch (command.action) {
            case SELECT:
            case AUTH:
            case HELLO:
            case CLIENT:
            case OTHER_READS:
            case NOT_IN_STEP:
                return true;
            default:
                return false;
        }
    }

    /** A command goes out that is about the connection. */
    public void saying(RedisCommand command, byte[][] arguments) {
        if (command.action == RedisAction.CLIENT) {
            if (!ConnectionArguments.isHarmlessClient(arguments)
                    && !ConnectionArguments.first(arguments).equals("MAINT_NOTIFICATIONS")) { // of Lettuce 7
                spoiled = true;
            }
            return;
        }
        if (begun || command.action == RedisAction.OTHER_READS || command.action == RedisAction.NOT_IN_STEP) {
            spoiled = true;
            return;
        }
        if (command.action == RedisAction.SELECT) {
            database = ConnectionArguments.number(arguments, 0);
            if (database < 0) {
                spoiled = true;
            }
        } else if (command.action == RedisAction.AUTH) {
            user = ConnectionArguments.userOfAuth(arguments);
            keep(arguments, 0, arguments.length);
        } else {
            hello(arguments);
        }
    }

    private void hello(byte[][] arguments) {
        int asked = ConnectionArguments.number(arguments, 0);
        if (asked > 0) {
            protocol = asked;
        }
        int at = ConnectionArguments.userOfHello(arguments);
        if (at >= 0) {
            user = ConnectionArguments.userAt(arguments, at);
            keep(arguments, at, at + 2);
        }
    }

    private void keep(byte[][] arguments, int from, int to) {
        login = redis.channels().mayBeWanted() && to <= arguments.length
                ? Arrays.copyOfRange(arguments, from, to)
                : null;
    }

    /** Any other command goes out: the server has accepted what came before, or the client would have given up. */
    public void sending() {
        if (begun) {
            return;
        }
        begun = true;
        if (failedCalls != Source.failedCalls()) {
            spoiled = true;
        }
        byte[][] accepted = login;
        login = null;
        RedisServer by = server;
        if (accepted != null && by != null) {
            by.login = accepted;
        }
        settled = true;
    }

    /** It has ended: what was read may be gone with the server. */
    public void ended() {
        ended = true;
        redis.source().epochs().flush();
    }

    /** Whether it still stands, and belongs to whom its first commands said. */
    boolean isPlain() {
        return settled && fresh && !spoiled && !ended;
    }

    public boolean isBlind() {
        return !fresh;
    }

    public @Nullable RedisServer server() {
        return server;
    }

    public int database() {
        return database;
    }

    public String user() {
        return user;
    }

    public int protocol() {
        return protocol;
    }
}
