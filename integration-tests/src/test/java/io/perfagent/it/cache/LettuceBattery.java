package io.perfagent.it.cache;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.KeyValueStreamingChannel;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Every way to read by Lettuce, three times over, and after every way to write: what each call gives, as lines. The same lines
 * must come with and without a cache.
 */
final class LettuceBattery {
    private final RedisClient client;
    private final List<String> lines = new ArrayList<>();

    LettuceBattery(RedisClient client) {
        this.client = client;
    }

    /** Fails at what it is told to. */
    private static final class Failing extends StringCodec {
        @Override
        public String decodeValue(ByteBuffer bytes) {
            throw new IllegalStateException("cannot decode " + super.decodeValue(bytes));
        }
    }

    List<String> run() throws Exception {
        try (StatefulRedisConnection<String, String> text = client.connect();
                StatefulRedisConnection<byte[], byte[]> binary = client.connect(ByteArrayCodec.INSTANCE);
                StatefulRedisConnection<String, String> failing = client.connect(new Failing())) {
            seed(text.sync());
            reads(text);
            binary(binary.sync());
            failing(failing);
            mutability(text.sync());
            writes(text, binary.sync());
            order(text);
            transactions(text);
        }
        databases();
        return lines;
    }

    private void say(String what, Callable<?> call) {
        String said;
        try {
            said = RedisBattery.text(call.call());
        } catch (Exception e) {
            said = e.getClass().getName() + ": " + e.getMessage();
        }
        lines.add(what + " -> " + said);
    }

    private static void seed(RedisCommands<String, String> redis) {
        redis.flushall();
        redis.set("item:1", "one");
        redis.set("item:2", "two");
        redis.set("item:empty", "");
        redis.set("item:umlaut", "\u00e4\u00f6\u00fc\u20ac");
        redis.set("item:big", "x".repeat(300_000));
        redis.set("item:large", "y".repeat(100_000));
        redis.hset("item:hash", Map.of("name", "pen", "price", "3"));
        redis.rpush("item:list", "a", "b");
    }

    private static <T> T get(RedisFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private void reads(StatefulRedisConnection<String, String> connection) {
        RedisCommands<String, String> sync = connection.sync();
        RedisAsyncCommands<String, String> async = connection.async();
        for (int i = 0; i < 3; i++) {
            for (String key : List.of("1", "2", "empty", "umlaut", "hash", "list", "none")) {
                String name = "item:" + key;
                say("get " + name, () -> sync.get(name));
                say("async get " + name, () -> get(async.get(name)));
                say(
                        "then " + name,
                        () -> get(async.get(name)) + " "
                                + async.get(name)
                                        .thenApply(value -> "then " + value)
                                        .toCompletableFuture()
                                        .get());
                say("exists " + name, () -> sync.exists(name));
                say("hgetall " + name, () -> sync.hgetall(name));
                say("hget " + name, () -> sync.hget(name, "name"));
                say("hget none " + name, () -> sync.hget(name, "none"));
                say(
                        "reactive get " + name,
                        () -> connection.reactive().get(name).block());
            }
            say("large", () -> sync.get("item:large").length());
            say("big", () -> sync.get("item:big").length());
            say("mget", () -> values(sync.mget("item:1", "item:none", "item:2")));
            say("mget mixed", () -> values(sync.mget("item:1", "other:1")));
            say("exists many", () -> sync.exists("item:1", "item:none", "item:2"));
            say("streamed fields", () -> {
                Map<String, String> seen = new TreeMap<>();
                KeyValueStreamingChannel<String, String> channel = seen::put;
                return sync.hgetall(channel, "item:hash") + " " + seen;
            });
            say("streamed values", () -> {
                List<String> seen = new ArrayList<>();
                return sync.mget((key, value) -> seen.add(key + "=" + value), "item:1", "item:2") + " " + seen;
            });
            say(
                    "other output",
                    () -> sync.dispatch(
                            CommandType.GET,
                            new StatusOutput<>(StringCodec.UTF8),
                            new CommandArgs<>(StringCodec.UTF8).addKey("item:1")));
            say("error", () -> async.get("item:list").await(5, TimeUnit.SECONDS));
            say("no error", () -> {
                RedisFuture<String> future = async.get("item:1");
                return future.await(5, TimeUnit.SECONDS) + " " + future.getError() + " " + future.isDone();
            });
        }
    }

    private static List<String> values(List<KeyValue<String, String>> all) {
        return all.stream().map(KeyValue::toString).toList();
    }

    private void binary(RedisCommands<byte[], byte[]> redis) {
        byte[] key = "item:raw".getBytes();
        redis.set(key, new byte[] {0, -1, 13, 10, 42});
        for (int i = 0; i < 3; i++) {
            say("bytes", () -> redis.get(key));
            byte[] own = redis.get(key);
            own[0] = 'X';
        }
    }

    private void failing(StatefulRedisConnection<String, String> connection) {
        for (int i = 0; i < 3; i++) {
            say("failing codec", () -> connection.sync().get("item:1"));
            say("failing codec, many", () -> connection.sync().mget("item:1", "item:2"));
        }
    }

    /** What a caller does to its answer is no other caller's business. */
    private void mutability(RedisCommands<String, String> redis) {
        for (int i = 0; i < 3; i++) {
            Map<String, String> map = redis.hgetall("item:hash");
            say("own map", () -> map);
            map.put("name", "changed");
            List<KeyValue<String, String>> list = redis.mget("item:1", "item:2");
            say("own list", () -> values(list));
            list.clear();
        }
    }

    private void writes(StatefulRedisConnection<String, String> connection, RedisCommands<byte[], byte[]> binary) {
        RedisCommands<String, String> redis = connection.sync();
        Map<String, Callable<?>> writes = new LinkedHashMap<>();
        writes.put("set", () -> redis.set("item:1", "set"));
        writes.put("async set", () -> get(connection.async().set("item:1", "async")));
        writes.put(
                "reactive set",
                () -> connection.reactive().set("item:1", "reactive").block());
        writes.put("binary set", () -> binary.set("item:1".getBytes(), "binary".getBytes()));
        writes.put("mset", () -> redis.mset(Map.of("item:1", "m1", "item:2", "m2")));
        writes.put("append", () -> redis.append("item:1", "+"));
        writes.put("getset", () -> redis.getset("item:1", "getset"));
        writes.put("del", () -> redis.del("item:1"));
        writes.put("rename", () -> redis.rename("item:2", "item:1"));
        writes.put("hset", () -> redis.hset("item:hash", "name", "ink"));
        writes.put("hdel", () -> redis.hdel("item:hash", "price"));
        writes.put(
                "script",
                () -> redis.eval(
                        "return redis.call('set', KEYS[1], ARGV[1])",
                        io.lettuce.core.ScriptOutputType.STATUS,
                        new String[] {"item:1"},
                        "script"));
        writes.put(
                "dispatched",
                () -> redis.dispatch(
                        CommandType.SET,
                        new StatusOutput<>(StringCodec.UTF8),
                        new CommandArgs<>(StringCodec.UTF8).addKey("item:1").addValue("dispatched")));
        writes.put("flushed later", () -> {
            connection.setAutoFlushCommands(false);
            try {
                RedisFuture<String> one = connection.async().set("item:1", "later");
                RedisFuture<String> other = connection.async().set("item:2", "later");
                connection.flushCommands();
                return get(one) + get(other);
            } finally {
                connection.setAutoFlushCommands(true);
            }
        });
        writes.put("flush", redis::flushdb);
        for (Map.Entry<String, Callable<?>> write : writes.entrySet()) {
            readAll(redis); // so that it is kept
            readAll(redis);
            say(write.getKey(), write.getValue());
            for (int i = 0; i < 2; i++) {
                lines.addAll(readAll(redis));
                say("by bytes", () -> binary.get("item:1".getBytes()));
            }
        }
    }

    private static List<String> readAll(RedisCommands<String, String> redis) {
        return List.of(
                RedisBattery.text(redis.get("item:1")),
                RedisBattery.text(values(redis.mget("item:1", "item:2"))),
                RedisBattery.text(redis.hgetall("item:hash")),
                RedisBattery.text(redis.exists("item:1")));
    }

    /** On one connection a read comes after what was dispatched before it, although nobody has waited for that. */
    private void order(StatefulRedisConnection<String, String> connection) {
        RedisAsyncCommands<String, String> async = connection.async();
        for (int i = 0; i < 20; i++) {
            String value = "ordered " + i;
            connection.sync().get("item:1");
            connection.sync().get("item:1");
            async.set("item:1", value);
            say("after an asynchronous set", () -> get(async.get("item:1")));
            connection.sync().get("item:1");
            say("after one that waits to be flushed", () -> {
                connection.setAutoFlushCommands(false);
                try {
                    async.set("item:1", value + " late");
                    RedisFuture<String> read = async.get("item:1");
                    connection.flushCommands();
                    return get(read);
                } finally {
                    connection.setAutoFlushCommands(true);
                }
            });
        }
    }

    private void transactions(StatefulRedisConnection<String, String> connection) {
        RedisCommands<String, String> redis = connection.sync();
        for (int i = 0; i < 3; i++) {
            int round = i;
            redis.get("item:1");
            say("transaction", () -> {
                redis.multi();
                redis.set("item:1", "in transaction " + round);
                String within = redis.get("item:1");
                TransactionResult result = redis.exec();
                return within + " " + result.stream().toList();
            });
            say("afterwards", () -> redis.get("item:1"));
            say("discarded", () -> {
                redis.multi();
                redis.set("item:1", "discarded");
                return redis.discard();
            });
            say("not changed", () -> redis.get("item:1"));
            say("watched", () -> {
                redis.watch("item:1");
                String before = redis.get("item:1");
                redis.unwatch();
                return before;
            });
        }
    }

    private void databases() {
        for (int i = 0; i < 2; i++) {
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                RedisCommands<String, String> redis = connection.sync();
                redis.set("item:1", "of database 0");
                for (int k = 0; k < 3; k++) {
                    say("database 0", () -> redis.get("item:1"));
                }
                say("select", () -> redis.select(1));
                redis.set("item:1", "of database 1");
                for (int k = 0; k < 3; k++) {
                    say("database 1", () -> redis.get("item:1"));
                }
                say("back", () -> redis.select(0));
                say("database 0 again", () -> redis.get("item:1"));
            }
        }
        try (StatefulRedisConnection<String, String> closed = client.connect()) {
            closed.sync().get("item:1");
            closed.sync().get("item:1");
            closed.close();
            say("closed", () -> closed.sync().get("item:1"));
        }
    }
}
