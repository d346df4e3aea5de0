package io.perfagent.cache.redis;

import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.Source;
import io.perfagent.cache.policy.CacheLevel;
import io.perfagent.cache.policy.CacheRule;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A server, connections to it and their users, one step at a time in an order that chance chooses: what is sent waits, is
 * carried out, is answered, and is heard of at any later step. Each write of a key gives it its next version. A read is
 * wrong if it gives less than the newest version whose write had returned before the read was invoked, or than the same user
 * has seen.
 */
final class RedisModel {
    /** What is done wrong on purpose. */
    enum Fault {
        NONE,
        LEASE_TAKEN_AFTERWARDS,
        MARKED_ONLY_BEFORE,
        MARKED_AFTER_THE_CALLER_KNOWS,
        SCRIPT_UNSEEN,
        PIPELINE_UNSEEN,
        TRANSACTION_SETTLED_WHEN_QUEUED,
        PUSHED_ONLY
    }

    private static final int KEYS = 3;
    private static final int CONNECTIONS = 4;

    private final Random random;
    private final Fault fault;
    private final RedisSource redis;
    private final RedisServer server;
    private final long[] version = new long[KEYS];
    private final long[] returned = new long[KEYS];
    private final List<Connection> connections = new ArrayList<>();

    /** Closed by their users; the server may still carry out what it was sent. */
    private final List<Connection> closed = new ArrayList<>();

    /** What a channel of the server's is to tell of, if one is listened to. */
    private final ArrayDeque<Integer> pushes = new ArrayDeque<>();

    long reads;
    long hits;
    long violations;

    RedisModel(long seed, Fault fault) {
        this.random = new Random(seed);
        this.fault = fault;
        Caches caches = new Caches(
                new CacheOptions(0.001, 1 << 20, 1 << 16, new DataClasses("test", Map.of(), new ArrayList<>())));
        caches.rules(CacheRules.ofSetting("test", "redis:item:*=static,ttl=1h", new ArrayList<>()));
        Source source = caches.source(Family.REDIS, "redis", "redis");
        if (source == null) {
            throw new AssertionError("no source");
        }
        redis = new RedisSource(caches, source);
        RedisServer known = redis.server("127.0.0.1:6379");
        if (known == null) {
            throw new AssertionError("no server");
        }
        server = known;
        redis.proven();
        var kind = redis.kind(RedisCommands.of("GET"), key(0));
        CacheRule rule = kind.rule();
        if (rule == null || rule.level() != CacheLevel.STATIC) {
            throw new AssertionError("no rule");
        }
        kind.putInForce(rule);
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(new Connection());
        }
    }

    private static byte[] key(int number) {
        return bytes("item:" + number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final class Command {
        final RedisCommand command;
        final int key;
        final boolean seen;

        /** The newest version that had returned when it was invoked. */
        final long invokedAfter;

        @Nullable
        RedisRead read;

        Command(String name, int key, boolean seen) {
            this.command = RedisCommands.of(name);
            this.key = key;
            this.seen = seen && !(fault == Fault.PUSHED_ONLY && this.command.writes());
            this.invokedAfter = returned[key];
        }

        byte[][] arguments() {
            return command.name.equals("GET")
                    ? new byte[][] {key(key)}
                    : command.name.equals("SET") ? new byte[][] {key(key), bytes("x")} : new byte[0][];
        }
    }

    private final class Connection {
        final RedisSession session = new RedisSession(redis, server, true);
        final ArrayDeque<Command> sent = new ArrayDeque<>();
        final ArrayDeque<long[]> replies = new ArrayDeque<>();
        final ArrayDeque<Command> waiting = new ArrayDeque<>();
        final List<Command> queued = new ArrayList<>();
        final ArrayDeque<Command> late = new ArrayDeque<>();
        final long[] seen = new long[KEYS];
        boolean multi;

        Connection() {
            send(new Command("PING", 0, true)); // as clients do when they connect
            execute();
            hear();
        }

        void send(Command command) {
            if (command.seen && fault != Fault.MARKED_AFTER_THE_CALLER_KNOWS) {
                session.sending(command.command, command.arguments(), System.nanoTime());
            }
            if (fault == Fault.MARKED_ONLY_BEFORE) {
                session.replied(false);
            }
            sent.add(command);
            waiting.add(command);
        }

        /** The server carries out what it was sent first. */
        void execute() {
            Command command = sent.poll();
            if (command == null) {
                return;
            }
            String name = command.command.name;
            if (name.equals("MULTI")) {
                multi = true;
                replies.add(new long[0]);
            } else if (name.equals("EXEC")) {
                multi = false;
                long[] all = new long[queued.size()];
                for (int i = 0; i < all.length; i++) {
                    all[i] = carryOut(queued.get(i));
                }
                replies.add(all);
            } else if (multi) {
                queued.add(command);
                replies.add(new long[0]);
            } else {
                replies.add(new long[] {carryOut(command)});
            }
        }

        private long carryOut(Command command) {
            String name = command.command.name;
            if (!name.equals("SET") && !name.equals("EVAL")) {
                return version[command.key];
            }
            pushes.add(command.key);
            return ++version[command.key];
        }

        /** The client reads the first reply that is there. */
        void hear() {
            long[] reply = replies.poll();
            if (reply == null) {
                return;
            }
            Command command = waiting.remove();
            RedisRead read = command.read;
            if (command.command.name.equals("GET") && fault == Fault.LEASE_TAKEN_AFTERWARDS && read != null) {
                session.replied(false);
                read = look(command);
                if (read != null && read.reply == null) {
                    read.answered(bytes(Long.toString(reply[0])));
                    read.returned(System.nanoTime());
                }
                check(command, reply[0]);
                return;
            }
            if (read != null) {
                read.answered(bytes(Long.toString(reply[0])));
            }
            if (fault == Fault.MARKED_AFTER_THE_CALLER_KNOWS) {
                late.add(command);
            } else if (command.seen && fault != Fault.MARKED_ONLY_BEFORE) {
                session.replied(false);
            }
            if (fault == Fault.TRANSACTION_SETTLED_WHEN_QUEUED && reply.length == 0) {
                session.ended(System.nanoTime());
                redis.settleLingering(System.nanoTime() + 2 * RedisSource.LINGER_NANOS);
            }
            if (read != null) {
                read.returned(System.nanoTime());
            }
            if (reply.length == 0) {
                return; // queued
            }
            if (command.command.name.equals("EXEC")) {
                for (int i = 0; i < reply.length; i++) {
                    heard(queued.get(i), reply[i]);
                }
                queued.clear();
            } else {
                heard(command, reply[0]);
            }
        }

        private void heard(Command command, long value) {
            if (command.command.name.equals("GET")) {
                check(command, value);
            } else if (command.command.writes()) {
                returned[command.key] = Math.max(returned[command.key], value);
            }
        }

        @Nullable
        RedisRead look(Command command) {
            return RedisRead.of(
                    redis, session, command.command, command.arguments(), 'T', true, false, System.nanoTime());
        }

        void use() {
            for (Command command = late.poll(); command != null; command = late.poll()) {
                session.sending(command.command, command.arguments(), System.nanoTime());
                session.replied(false);
            }
            if (waiting.size() > 6) {
                return;
            }
            int key = random.nextInt(KEYS);
            boolean idle = waiting.isEmpty();
            int what = random.nextInt(40);
            if (what < 33) {
                if (idle) {
                    read(new Command("GET", key, true));
                }
            } else if (what < 35) {
                send(new Command("SET", key, true));
            } else if (what == 35) {
                send(new Command("EVAL", key, fault != Fault.SCRIPT_UNSEEN));
            } else if (what == 36 && idle) {
                send(new Command("MULTI", 0, true));
                send(new Command("SET", key, true));
                send(new Command("SET", random.nextInt(KEYS), true));
                send(new Command("EXEC", 0, true));
            } else if (what == 37) {
                for (int i = 0; i < 3; i++) {
                    boolean write = random.nextBoolean();
                    send(new Command(write ? "SET" : "GET", random.nextInt(KEYS), fault != Fault.PIPELINE_UNSEEN));
                }
            } else if (what == 38 && random.nextInt(5) == 0) {
                session.ended(System.nanoTime());
                closed.add(this);
                connections.set(connections.indexOf(this), new Connection());
            }
        }

        /** Nothing older than what had been written, nor than what this user has seen. */
        private void check(Command read, long value) {
            reads++;
            if (value < read.invokedAfter || value < seen[read.key]) {
                violations++;
            }
            seen[read.key] = value;
        }

        private void read(Command command) {
            RedisRead read = look(command);
            if (read != null && read.reply != null) {
                hits++;
                byte[] value = (byte[]) RedisReply.decode(read.reply, (k, v) -> Arrays.asList(k, v));
                check(command, value == null ? -1 : Long.parseLong(new String(value, StandardCharsets.UTF_8)));
                return;
            }
            command.read = read;
            send(command);
        }
    }

    /** Runs until something is wrong, at most so many steps. */
    void run(int steps) {
        for (int i = 0; i < steps && violations == 0; i++) {
            Connection one = connections.get(random.nextInt(CONNECTIONS));
            switch (random.nextInt(3)) {
                case 0 -> one.use();
                case 1 -> one.execute();
                default -> one.hear();
            }
            late();
            Integer pushed = fault == Fault.PUSHED_ONLY && random.nextBoolean() ? pushes.poll() : null;
            if (pushed != null) {
                redis.changed(key(pushed));
            }
        }
    }

    /** Of what was sent on connections that are gone, something is carried out; when nothing is left, it is forgotten. */
    private void late() {
        if (closed.isEmpty()) {
            return;
        }
        Connection last = closed.get(random.nextInt(closed.size()));
        if (random.nextInt(4) == 0) {
            last.execute();
        }
        closed.removeIf(each -> each.sent.isEmpty());
        if (closed.isEmpty()) {
            redis.settleLingering(System.nanoTime() + 2 * RedisSource.LINGER_NANOS);
        }
    }
}
