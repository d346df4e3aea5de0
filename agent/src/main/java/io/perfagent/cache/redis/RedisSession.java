package io.perfagent.cache.redis;

import io.perfagent.cache.tier.PendingWrites;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one connection to Redis is doing, told by its commands as they are sent and its replies as they are read, in order.
 * Marks what its writes may change from before they are sent until every reply it waits for has come, and until a transaction
 * is over; knows database, user and protocol, and whether a read may be answered in place of the server.
 *
 * <p>Whatever is not understood makes it say no, and is a write of everything. Safe for all threads.
 */
public final class RedisSession implements ReadSession {
    private static final int MAX_EFFECTS = 256;
    private static final long HAND_OVER_NANOS = 1_000_000_000L;

    /** Within which a read is answered, or its client has given up. */
    private static final long ANSWERED_NANOS = 10_000_000_000L;

    private final RedisSource redis;
    private final @Nullable RedisServer server;
    private PendingWrites writes;
    private final ArrayDeque<Effect> effects = new ArrayDeque<>();

    private long sent;
    private long replied;

    /** What the server has accepted. */
    private int database;

    private String user = ConnectionArguments.DEFAULT_USER;
    private int protocol = 2;

    /** Requests to change these that are on their way. */
    private int changing;

    private long lastMulti;
    private long lastWatch;
    private boolean transaction;
    private boolean watching;
    private boolean otherReads;

    /** Opened before anybody watched: its replies are in step with its commands, but not what went before. */
    private final boolean blind;

    /** Not in step any more: which reply belongs to which command is not known. */
    private boolean lost;

    /** A read was sent while it was lost, and may be answered: until then each reply may be that. */
    private boolean readWhileLost;

    private long readNanos;
    private long handedOverNanos;

    /** A read that goes through {@link #reading}: the next command sent. */
    private boolean announced;

    /** What happens when a certain reply comes. */
    private static final class Effect {
        final long ordinal;
        final RedisAction action;
        final int number;
        final @Nullable String text;
        final byte @Nullable [] @Nullable [] login;

        Effect(
                long ordinal,
                RedisAction action,
                int number,
                @Nullable String text,
                byte @Nullable [] @Nullable [] login) {
            this.ordinal = ordinal;
            this.action = action;
            this.number = number;
            this.text = text;
            this.login = login;
        }
    }

    /**
     * @param server null if there are too many
     * @param fresh whether nothing has been said on the connection yet; else nothing is known of it
     */
    public RedisSession(RedisSource redis, @Nullable RedisServer server, boolean fresh) {
        this.redis = redis;
        this.server = server;
        this.writes = redis.connection();
        this.handedOverNanos = System.nanoTime() - HAND_OVER_NANOS;
        this.blind = !fresh;
        if (blind) {
            redis.source().unseen(System.nanoTime()); // something may be on its way
        }
    }

    /** A command is about to be sent; or the bytes of one, with others, into a buffer. */
    public synchronized void sending(RedisCommand command, byte[][] arguments, long nowNanos) {
        sent++;
        boolean read = announced;
        announced = false;
        redis.noteUse(command, arguments, nowNanos);
        redis.settleLingering(nowNanos);
        if (lost) {
            handOver(nowNanos);
        }
        if (command.writes()) {
            redis.wrote(server);
            writes.begin(redis.writes(command, arguments));
        } else if (command.action == RedisAction.KEPT_READ
                && !read
                && redis.source().isServing()) {
            unannounced(command, arguments, nowNanos);
        }
        note(command, arguments);
    }

    /** A read that no gate has seen counts as a write: what it answers may be newer than what is kept. */
    private void unannounced(RedisCommand command, byte[][] arguments, long nowNanos) {
        if (lost) {
            readWhileLost = true;
            readNanos = nowNanos;
            redis.source().epochs().flush();
        } else {
            writes.begin(redis.writes(command, arguments));
        }
    }

    /**
     * Of a connection that is not in step no reply says that a write is done, so what it writes stays pending for as long as
     * a lost one's; not for as long as it lasts, which in a pool is for ever. Once a second: few things linger then.
     */
    private void handOver(long nowNanos) {
        if (!writes.isEmpty() && (writes.isLarge() || nowNanos - handedOverNanos >= HAND_OVER_NANOS)) {
            redis.linger(writes, nowNanos);
            writes = redis.connection();
            handedOverNanos = nowNanos;
        }
    }

    private void note(RedisCommand command, byte[][] arguments) {
        switch (command.action) {
            case SELECT:
                change(command.action, ConnectionArguments.number(arguments, 0), null, null);
                break;
            case AUTH:
                change(
                        command.action,
                        0,
                        ConnectionArguments.userOfAuth(arguments),
                        login(arguments, 0, arguments.length));
                break;
            case HELLO:
                int user = ConnectionArguments.userOfHello(arguments);
                change(
                        command.action,
                        ConnectionArguments.number(arguments, 0),
                        user < 0 ? null : ConnectionArguments.userAt(arguments, user),
                        user < 0 ? null : login(arguments, user, user + 2));
                break;
            case MULTI:
                transaction = true;
                lastMulti = sent;
                break;
            case WATCH:
                watching = true;
                lastWatch = sent;
                break;
            case EXEC:
                if (!transaction) {
                    writes.begin(redis.source().epochs().all()); // of one that nobody saw begin
                }
                later(command.action, 0, null, null);
                break;
            case UNWATCH:
                later(command.action, 0, null, null);
                break;
            case CLIENT:
                if (ConnectionArguments.isTracking(arguments)) {
                    otherReads = true;
                } else if (!ConnectionArguments.isHarmlessClient(arguments)) {
                    lost = true;
                }
                break;
            case CLUSTER:
                if (changesCluster(command, arguments)) {
                    writes.begin(redis.source().epochs().all());
                }
                break;
            case OTHER_READS:
                otherReads = true;
                break;
            case NOT_IN_STEP:
                lost = true;
                break;
            default:
                break;
        }
    }

    /** What a channel says who it is with, if one may be wanted. */
    private byte @Nullable [] @Nullable [] login(byte[][] arguments, int from, int to) {
        return redis.channels().mayBeWanted() && to <= arguments.length
                ? Arrays.copyOfRange(arguments, from, to)
                : null;
    }

    private void change(RedisAction action, int number, @Nullable String text, byte @Nullable [] @Nullable [] login) {
        if (transaction) {
            lost = true; // who knows when, and whether, it is carried out
            return;
        }
        changing++;
        later(action, number, text, login);
    }

    private void later(RedisAction action, int number, @Nullable String text, byte @Nullable [] @Nullable [] login) {
        if (effects.size() == MAX_EFFECTS) {
            lost = true;
            return;
        }
        effects.add(new Effect(sent, action, number, text, login));
    }

    static boolean changesCluster(RedisCommand command, byte[][] arguments) {
        if (command.action != RedisAction.CLUSTER) {
            return false;
        }
        switch (ConnectionArguments.first(arguments)) {
            case "SLOTS":
            case "SHARDS":
            case "NODES":
            case "INFO":
            case "MYID":
            case "MYSHARDID":
            case "KEYSLOT":
            case "COUNTKEYSINSLOT":
            case "GETKEYSINSLOT":
            case "LINKS":
            case "REPLICAS":
            case "SLAVES":
            case "COUNT-FAILURE-REPORTS":
            case "SLOT-STATS":
            case "HELP":
                return false;
            default:
                return true;
        }
    }

    /**
     * A reply was read; before the application hears of it.
     *
     * @param error whether it is an error reply
     */
    public synchronized void replied(boolean error) {
        replied++;
        if (replied > sent) {
            lost = true; // a push message, or the reply to a command that nobody saw
        }
        Effect first = effects.peek();
        if (first != null && first.ordinal == replied) {
            effects.poll();
            happened(first, error);
        }
        if (readWhileLost) {
            redis.source().epochs().flush();
            readWhileLost = System.nanoTime() - readNanos < ANSWERED_NANOS;
        }
        if (lost) {
            handOver(System.nanoTime());
        }
        if (replied == sent && !transaction && !lost) {
            writes.settle();
        }
    }

    private void happened(Effect effect, boolean error) {
        switch (effect.action) {
            case EXEC: // also when it fails: the transaction is over
                transaction &= lastMulti > effect.ordinal;
                watching &= lastWatch > effect.ordinal;
                break;
            case UNWATCH:
                watching &= lastWatch > effect.ordinal;
                break;
            default:
                changing--;
                if (!error) {
                    changed(effect);
                }
        }
    }

    private void changed(Effect effect) {
        if (effect.action == RedisAction.SELECT) {
            database = effect.number;
            lost |= database < 0;
            return;
        }
        if (effect.text != null) {
            user = effect.text;
        }
        if (effect.login != null && server != null) {
            server.login = effect.login;
        }
        if (effect.action == RedisAction.HELLO && effect.number > 0) {
            protocol = effect.number;
        }
    }

    /** The connection has ended, or no reply of it will be read any more: what it has not confirmed stays pending for long. */
    public synchronized void ended(long nowNanos) {
        redis.linger(writes, nowNanos);
        writes = redis.connection();
        lost = true;
        effects.clear();
    }

    /** It broke: also what was read may be gone with the server. */
    public void broken(long nowNanos) {
        ended(nowNanos);
        redis.source().epochs().flush();
    }

    /**
     * Whether a read may be answered in place of the server, and its answer kept: nothing is on its way, no transaction, no
     * watched keys, database and user known, and one command at least has gone through all hooks.
     */
    @Override
    public synchronized boolean isPlain() {
        return sent == replied
                && sent > 0
                && changing == 0
                && !lost
                && !blind
                && !transaction
                && !watching
                && !otherReads
                && redis.isServable(server);
    }

    /** Whether something is on its way. */
    @Override
    public synchronized boolean isBusy() {
        return sent != replied;
    }

    /** In a transaction, or keys are watched. */
    @Override
    public synchronized boolean isInTransaction() {
        return transaction || watching;
    }

    /** Whether it was opened before anybody watched. */
    @Override
    public boolean isBlind() {
        return blind;
    }

    /** The next command is a read that the gate has looked at: it counts as nothing else. */
    @Override
    public synchronized void reading() {
        announced = true;
    }

    /** It is not, after all. */
    synchronized void notReading() {
        announced = false;
    }

    /** Writes that wait for their replies. */
    synchronized boolean hasPending() {
        return !writes.isEmpty();
    }

    /** Of the next read, if {@link #isPlain}. */
    @Override
    public synchronized int database() {
        return database;
    }

    @Override
    public synchronized String user() {
        return user;
    }

    @Override
    public synchronized int protocol() {
        return protocol;
    }

    @Override
    public @Nullable RedisServer server() {
        return server;
    }
}
