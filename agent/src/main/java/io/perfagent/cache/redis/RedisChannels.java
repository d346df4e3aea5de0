package io.perfagent.cache.redis;

import io.perfagent.cache.ReadKind;
import io.perfagent.cache.channel.Address;
import io.perfagent.cache.channel.Keys;
import io.perfagent.cache.channel.RedisChannel;
import io.perfagent.cache.policy.CacheRule;
import io.perfagent.cache.tier.Lease;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channels that tell of other processes' writes: one to each server that a read under such a rule has gone to, telling
 * of the keys that rules in force name. {@link #second} is for one thread, the rest for all.
 */
public final class RedisChannels {
    /** Servers beyond these have none, and reads that need one go there. */
    private static final int MAX = 16;

    /** Without a read that needs it a channel is closed: its server may be gone for good. */
    private static final int IDLE_SECONDS = 300;

    private static final String ENCRYPTED = "has no channel: connections to it are encrypted";

    private final RedisSource redis;
    private final Keys keys;
    private boolean open;

    RedisChannels(RedisSource redis) {
        this.redis = redis;
        this.keys = new Told();
    }

    /** Whether a rule in use could need one. */
    boolean mayBeWanted() {
        return redis.caches().rules().needsChannel();
    }

    /** What tells of a server's keys, if answers about these may be kept and given out now; else null. */
    @Nullable
    RedisChannel live(@Nullable RedisServer server, RedisCommand command, byte[][] arguments, long nowNanos) {
        if (server == null) {
            return null;
        }
        if (!server.needsChannel) {
            server.needsChannel = true;
        }
        RedisChannel channel = server.channel;
        if (channel == null || (channel.fieldsExpire() && command.name.charAt(0) == 'H')) {
            return null;
        }
        for (int i = 0; i < arguments.length; i++) {
            if (command.keys.has(i) && !channel.isLive(arguments[i], nowNanos)) {
                return null;
            }
        }
        return channel;
    }

    /** Asks when the keys of a read expire; before it is sent. */
    static void ask(RedisChannel channel, RedisCommand command, byte[][] arguments, long nowNanos) {
        for (int i = 0; i < arguments.length; i++) {
            if (command.keys.has(i)) {
                channel.ask(arguments[i], nowNanos);
            }
        }
    }

    /** For how long from now the answer to a read may be kept; -1 if that is not known. */
    static long leftNanos(RedisChannel channel, RedisCommand command, byte[][] arguments, long nowNanos) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < arguments.length; i++) {
            if (command.keys.has(i)) {
                least = Math.min(least, channel.leftNanos(arguments[i], nowNanos));
            }
        }
        return least;
    }

    /** Opens those that are needed, and closes those that are not any more or lead elsewhere. */
    public void second() {
        boolean wantedAtAll = mayBeWanted();
        if (!wantedAtAll) {
            for (RedisServer server : redis.servers()) {
                server.login = null; // a secret, and of no use any more
            }
        }
        if (!wantedAtAll && !open) {
            return;
        }
        List<byte[]> prefixes = prefixes();
        int count = 0;
        for (RedisServer server : redis.servers()) {
            RedisChannel known = server.channel;
            if (server.needsChannel) {
                server.needsChannel = false;
                server.idleSeconds = 0;
            } else if (server.idleSeconds < IDLE_SECONDS) {
                server.idleSeconds++;
            }
            boolean needed = server.idleSeconds < IDLE_SECONDS && !server.encrypted && count < MAX;
            Address wanted = prefixes != null && needed ? address(server) : null;
            if (known != null && (wanted == null || prefixes == null || !known.isFor(wanted, prefixes))) {
                server.channel = null;
                known.close();
                known = null;
            }
            if (known == null && wanted != null && prefixes != null) {
                RedisChannel made = new RedisChannel(wanted, prefixes, keys);
                server.channel = made;
                made.start();
            }
            count += wanted == null ? 0 : 1;
        }
        open = count > 0;
    }

    /** Of the keys that rules in force name, none of which begins with another; null if there is no such rule. */
    private @Nullable List<byte[]> prefixes() {
        List<byte[]> all = new ArrayList<>();
        for (ReadKind kind : redis.caches().kinds()) {
            CacheRule rule = kind.source() == redis.source() && kind.needsChannel() ? kind.rule() : null;
            if (rule != null) {
                all.add(rule.target().getBytes(StandardCharsets.UTF_8));
            }
        }
        if (all.isEmpty()) {
            return null;
        }
        all.sort(Arrays::compare);
        List<byte[]> least = new ArrayList<>();
        for (byte[] one : all) {
            byte[] last = least.isEmpty() ? null : least.get(least.size() - 1);
            if (last == null || !begins(one, last)) {
                least.add(one);
            }
        }
        return least.get(0).length == 0 ? List.of() : least;
    }

    private static boolean begins(byte[] text, byte[] prefix) {
        return text.length >= prefix.length && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** As {@link java.net.InetSocketAddress} shows it; null if it is something else. */
    private static @Nullable Address address(RedisServer server) {
        String text = server.address;
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return null;
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new Address(bracketed ? host.substring(1, host.length() - 1) : host, port, server.login);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** What each server's channel does, with numbers or, for news, without. */
    public List<String> texts(boolean numbers) {
        List<String> texts = new ArrayList<>();
        for (RedisServer server : redis.servers()) {
            RedisChannel channel = server.channel;
            if (channel != null) {
                if (numbers || channel.hasNews()) {
                    texts.add(numbers ? channel.text() : channel.state());
                }
            } else if (server.idleSeconds < IDLE_SECONDS && server.encrypted) {
                texts.add(server.address + " " + ENCRYPTED);
            }
        }
        return texts;
    }

    private final class Told implements Keys {
        @Override
        public void changed(byte[] key) {
            redis.changed(key);
        }

        @Override
        public void everything() {
            redis.source().epochs().flush();
        }

        @Override
        public @Nullable Lease lease(byte[] key, long nowNanos) {
            return redis.lease(key, nowNanos);
        }
    }
}
