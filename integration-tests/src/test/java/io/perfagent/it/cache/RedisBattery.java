package io.perfagent.it.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import redis.clients.jedis.Builder;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Transaction;

/**
 * Every way to read, three times over, and after every way to write: what each call gives, as lines. The same lines must come
 * with and without a cache.
 */
final class RedisBattery {
    private final int port;
    private final List<String> lines = new ArrayList<>();

    RedisBattery(int port) {
        this.port = port;
    }

    List<String> run() throws Exception {
        try (Jedis jedis = new Jedis("localhost", port)) {
            jedis.ping();
            reads("jedis", jedis);
            mutability(jedis);
            builders(jedis.getConnection());
            writes(jedis);
            sessions(jedis);
        }
        resp3();
        return lines;
    }

    private void say(String what, Callable<?> call) {
        String said;
        try {
            said = text(call.call());
        } catch (Exception e) {
            said = e.getClass().getName() + ": " + e.getMessage();
        }
        lines.add(what + " -> " + said);
    }

    /** With its class, as callers cast. */
    static String text(Object value) {
        if (value == null) {
            return "null";
        }
        String type = value.getClass().getName() + " ";
        if (value instanceof byte[] bytes) {
            return "byte[] " + Arrays.toString(bytes);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(text(key), text(each)));
            return type + sorted;
        }
        if (value instanceof List<?> list) {
            List<String> all = new ArrayList<>();
            list.forEach(each -> all.add(text(each)));
            return type + all;
        }
        return type + value;
    }

    private static void seed(Jedis jedis) {
        jedis.select(0);
        jedis.flushAll();
        jedis.set("item:1", "one");
        jedis.set("item:2", "two");
        jedis.set("item:empty", "");
        jedis.set("item:umlaut", "\u00e4\u00f6\u00fc\u20ac");
        jedis.set(bytes("item:raw"), new byte[] {0, -1, 13, 10, 42});
        jedis.set("item:big", "x".repeat(300_000));
        jedis.hset("item:hash", Map.of("name", "pen", "price", "3"));
        jedis.rpush("item:list", "a", "b");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void reads(String who, Jedis jedis) {
        seed(jedis);
        for (int i = 0; i < 3; i++) {
            for (String key : List.of("1", "2", "empty", "umlaut", "hash", "list", "none")) {
                String name = "item:" + key;
                say(who + " get " + name, () -> jedis.get(name));
                say(who + " get bytes " + name, () -> jedis.get(bytes(name)));
                say(who + " exists " + name, () -> jedis.exists(name));
                say(who + " hgetall " + name, () -> jedis.hgetAll(name));
                say(
                        who + " hgetall bytes " + name,
                        () -> jedis.hgetAll(bytes(name)).size());
                say(who + " hget " + name, () -> jedis.hget(name, "name"));
                say(who + " hget bytes " + name, () -> jedis.hget(bytes(name), bytes("none")));
            }
            say(who + " raw", () -> jedis.get(bytes("item:raw")));
            say(who + " big", () -> jedis.get("item:big").length());
            say(who + " mget", () -> jedis.mget("item:1", "item:none", "item:2"));
            say(who + " mget mixed", () -> jedis.mget("item:1", "other:1"));
            say(who + " mget bytes", () -> jedis.mget(bytes("item:1"), bytes("item:2")));
            say(who + " exists many", () -> jedis.exists("item:1", "item:none", "item:2"));
            say(who + " no keys", () -> jedis.mget(new String[0]));
        }
    }

    /** What a caller does to its answer is no other caller's business. */
    private void mutability(Jedis jedis) {
        for (int i = 0; i < 3; i++) {
            byte[] value = jedis.get(bytes("item:1"));
            say("own bytes", () -> value);
            value[0] = 'X';
            Map<String, String> map = jedis.hgetAll("item:hash");
            say("own map", () -> map);
            map.put("name", "changed");
            List<String> list = jedis.mget("item:1", "item:2");
            say("own list", () -> list);
            list.set(0, "changed");
        }
    }

    private static CommandArguments get(String key) {
        return new CommandArguments(Protocol.Command.GET).key(key);
    }

    private void builders(Connection connection) {
        Builder<Object> failing = new Builder<>() {
            @Override
            public Object build(Object data) {
                throw new IllegalStateException("cannot decode " + text(data));
            }
        };
        Builder<String> own = new Builder<>() {
            @Override
            public String build(Object data) {
                return "decoded " + text(data);
            }
        };
        for (int i = 0; i < 3; i++) {
            say("own builder", () -> connection.executeCommand(new CommandObject<>(get("item:1"), own)));
            say("failing builder", () -> connection.executeCommand(new CommandObject<>(get("item:1"), failing)));
            say("other type", () -> connection.executeCommand(new CommandObject<>(get("item:1"), BuilderFactory.LONG)));
            say("arguments only", () -> connection.executeCommand(get("item:1")));
        }
    }

    private void writes(Jedis jedis) throws Exception {
        RedisClient lettuce = RedisClient.create("redis://localhost:" + port);
        try (Jedis other = new Jedis("127.0.0.1", port);
                StatefulRedisConnection<String, String> shared = lettuce.connect()) {
            other.ping();
            Map<String, Runnable> writes = new LinkedHashMap<>();
            writes.put("set", () -> jedis.set("item:1", "set"));
            writes.put("set elsewhere, by another name", () -> other.set("item:1", "elsewhere"));
            writes.put("set by lettuce", () -> shared.sync().set("item:1", "lettuce"));
            writes.put("mset", () -> jedis.mset("item:1", "m1", "item:2", "m2"));
            writes.put("append", () -> jedis.append("item:1", "+"));
            writes.put("getset", () -> jedis.getSet("item:1", "getset"));
            writes.put("setrange", () -> jedis.setrange("item:1", 1, "zz"));
            writes.put("del", () -> jedis.del("item:1"));
            writes.put("rename", () -> jedis.rename("item:2", "item:1"));
            writes.put("hset", () -> jedis.hset("item:hash", "name", "ink"));
            writes.put("hdel", () -> jedis.hdel("item:hash", "price"));
            writes.put("binary set", () -> jedis.set(bytes("item:1"), bytes("binary")));
            writes.put("raw command", () -> jedis.sendCommand(Protocol.Command.SET, "item:1", "raw"));
            writes.put("pipeline", () -> {
                Pipeline pipeline = jedis.pipelined();
                pipeline.set("item:1", "piped");
                pipeline.get("item:1");
                pipeline.sync();
            });
            writes.put("transaction", () -> {
                try (Transaction transaction = jedis.multi()) {
                    transaction.set("item:1", "transaction");
                    transaction.exec();
                }
            });
            writes.put("discarded transaction", () -> {
                try (Transaction transaction = jedis.multi()) {
                    transaction.set("item:1", "discarded");
                    transaction.discard();
                }
            });
            writes.put("script", () -> jedis.eval("return redis.call('set', 'item:1', 'script')"));
            writes.put("unlink", () -> jedis.unlink("item:1"));
            writes.put("restored", () -> jedis.mset("item:1", "again", "item:2", "too"));
            writes.put("lettuce transaction", () -> {
                shared.sync().multi();
                shared.sync().set("item:1", "lettuce transaction");
                shared.sync().exec();
            });
            writes.put("flush", jedis::flushDB);
            for (Map.Entry<String, Runnable> write : writes.entrySet()) {
                readAll(jedis); // so that it is kept
                readAll(other);
                say(write.getKey(), () -> {
                    write.getValue().run();
                    return "done";
                });
                lines.addAll(readAll(jedis));
                lines.addAll(readAll(other));
            }
        } finally {
            lettuce.shutdown();
        }
    }

    private static List<String> readAll(Jedis jedis) {
        return List.of(
                text(jedis.get("item:1")),
                text(jedis.mget("item:1", "item:2")),
                text(jedis.hgetAll("item:hash")),
                text(jedis.hget("item:hash", "name")),
                text(jedis.exists("item:1")));
    }

    private void sessions(Jedis jedis) {
        seed(jedis);
        for (int i = 0; i < 3; i++) {
            say("database 0", () -> jedis.get("item:1"));
            jedis.select(1);
            say("database 1", () -> jedis.get("item:1"));
            jedis.set("item:1", "of database 1");
            say("database 1 written", () -> jedis.get("item:1"));
            jedis.select(0);
            say("database 0 again", () -> jedis.get("item:1"));
        }
        for (int i = 0; i < 3; i++) {
            say("watched", () -> {
                jedis.watch("item:1");
                String before = jedis.get("item:1");
                try (Transaction transaction = jedis.multi()) {
                    transaction.set("item:1", before + "+");
                    return transaction.exec() + jedis.get("item:1");
                }
            });
        }
        say("closed", () -> {
            Jedis closed = new Jedis("localhost", port);
            closed.get("item:1");
            closed.get("item:1");
            closed.getConnection().disconnect();
            closed.getConnection().setBroken();
            return closed.get("item:1");
        });
    }

    /** The other protocol, whose maps come as pairs; versions before 5 do not speak it. */
    private void resp3() {
        try {
            Class<?> builder = Class.forName("redis.clients.jedis.DefaultJedisClientConfig$Builder");
            Object made = Class.forName("redis.clients.jedis.DefaultJedisClientConfig")
                    .getMethod("builder")
                    .invoke(null);
            builder.getMethod("resp3").invoke(made);
            Object config = builder.getMethod("build").invoke(made);
            try (Jedis jedis = Jedis.class
                    .getConstructor(String.class, int.class, Class.forName("redis.clients.jedis.JedisClientConfig"))
                    .newInstance("localhost", port, config)) {
                reads("resp3", jedis);
            }
        } catch (ReflectiveOperationException e) {
            lines.add("no resp3");
        }
    }
}
