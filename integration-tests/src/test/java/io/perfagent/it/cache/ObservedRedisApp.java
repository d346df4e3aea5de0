package io.perfagent.it.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import redis.clients.jedis.Jedis;

/** Reads through clients that are observed only: Lettuce, and Jedis, of which version 3 is meant. Ends with its input. */
public final class ObservedRedisApp {
    private static final int ROUNDS = 50;
    private static final int KEYS = 20;

    private ObservedRedisApp() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        System.out.println("started");
        try (Jedis jedis = new Jedis("localhost", port)) {
            for (int i = 0; i < ROUNDS; i++) {
                for (int key = 0; key < KEYS; key++) {
                    expect(jedis.set("jedis:" + key, "v" + i), "OK");
                    expect(jedis.get("jedis:" + key), "v" + i);
                    expect(jedis.get("jedis:" + key), "v" + i);
                }
            }
        }
        RedisClient client = RedisClient.create("redis://localhost:" + port);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisCommands<String, String> commands = connection.sync();
            for (int i = 0; i < ROUNDS; i++) {
                for (int key = 0; key < KEYS; key++) {
                    expect(commands.set("lettuce:" + key, "v" + i), "OK");
                    expect(commands.get("lettuce:" + key), "v" + i);
                    expect(connection.reactive().get("lettuce:" + key).block(), "v" + i);
                }
            }
        } finally {
            client.shutdown();
        }
        System.out.println("done");
        while (System.in.read() >= 0) {
            continue;
        }
    }

    private static void expect(String found, String expected) {
        if (!expected.equals(found)) {
            System.out.println("wrong: " + found + " and not " + expected);
        }
    }
}
