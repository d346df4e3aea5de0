package io.perfagent.it.outbound;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.perfagent.it.fixture.ParentWatch;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * Speaks with the Redis whose port is its argument over Lettuce ({@link Ways}): {@code sync}, {@code async} with commands that time
 * out by themselves, and {@code multi}, whose transactions are never held back by half.
 */
public final class LettuceOutboundApp {
    private LettuceOutboundApp() {}

    private static StatefulRedisConnection<String, String> connection(int port) {
        RedisURI uri = RedisURI.builder()
                .withHost("localhost")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(30)) // of its greeting, too
                .build();
        RedisClient client = RedisClient.create(uri);
        client.setOptions(
                ClientOptions.builder().timeoutOptions(TimeoutOptions.enabled()).build());
        StatefulRedisConnection<String, String> connection = client.connect();
        connection.setTimeout(Duration.ofMillis(300));
        return connection;
    }

    private static String async(StatefulRedisConnection<String, String> connection) throws Exception {
        RedisFuture<String> future = connection.async().ping();
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
        }
    }

    public static void main(String[] arguments) {
        ParentWatch.start();
        int port = Integer.parseInt(arguments[0]);
        StatefulRedisConnection<String, String> sync = connection(port);
        StatefulRedisConnection<String, String> async = connection(port);
        StatefulRedisConnection<String, String> multi = connection(port);
        Ways.drive("sync", () -> sync.sync().ping());
        Ways.drive("async", () -> async(async));
        Ways.drive("multi", () -> {
            multi.sync().multi();
            multi.sync().ping();
            return multi.sync().exec().size();
        });
        Ways.tick();
    }
}
