package io.perfagent.instrument.family;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Which arguments of a Redis command are keys, fields or options, and so may be shown in {@code db.query.text}. A command
 * that is not in the table shows none. Safe for all threads.
 */
public final class RedisArguments {
    /** All arguments are shown: keys, cursors, options. */
    public static final int ALL = Integer.MAX_VALUE;

    /** The first argument, then every second one, are shown: keys or fields followed by values. */
    static final int ALTERNATE = -1;

    /** As {@link #ALTERNATE}, after a key: {@code HSET key field value}. */
    static final int KEY_THEN_ALTERNATE = -2;

    private static final Map<String, Integer> KEPT = new HashMap<>();

    static {
        all("GET MGET DEL UNLINK EXISTS INCR DECR TTL PTTL TYPE EXPIRE PEXPIRE EXPIREAT PEXPIREAT PERSIST KEYS SCAN");
        all("RENAME RENAMENX RANDOMKEY DUMP TOUCH STRLEN GETRANGE GETDEL INCRBY DECRBY INCRBYFLOAT GETBIT BITCOUNT");
        all("HGET HMGET HGETALL HDEL HEXISTS HKEYS HLEN HVALS HINCRBY HINCRBYFLOAT HSCAN HSTRLEN HRANDFIELD");
        all("LLEN LRANGE LPOP RPOP LINDEX LTRIM BLPOP BRPOP RPOPLPUSH LMOVE BLMOVE");
        all("SMEMBERS SCARD SPOP SRANDMEMBER SUNION SINTER SDIFF SUNIONSTORE SINTERSTORE SDIFFSTORE SSCAN");
        all("ZCARD ZRANGE ZREVRANGE ZRANGEBYSCORE ZREVRANGEBYSCORE ZCOUNT ZREMRANGEBYRANK ZREMRANGEBYSCORE ZPOPMIN");
        all("ZPOPMAX ZSCAN SELECT SWAPDB PING FLUSHALL FLUSHDB DBSIZE INFO TIME MULTI EXEC DISCARD WATCH UNWATCH");
        all("SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE CLIENT CLUSTER COMMAND OBJECT XLEN XRANGE XREVRANGE XREAD");
        all("XREADGROUP XACK XDEL XTRIM XINFO XGROUP PFCOUNT PFMERGE READONLY READWRITE ROLE WAIT");
        first(1, "SET GETSET SETNX APPEND SETEX PSETEX SETRANGE SETBIT GETEX LPUSH RPUSH LPUSHX RPUSHX LREM LINSERT");
        first(1, "LSET SADD SREM SISMEMBER SMISMEMBER ZADD ZREM ZSCORE ZRANK ZREVRANK ZINCRBY ZLEXCOUNT PUBLISH");
        first(1, "PFADD GEOADD XADD RESTORE LPOS");
        first(2, "SMOVE EVAL EVALSHA EVAL_RO EVALSHA_RO FCALL FCALL_RO");
        KEPT.put("MSET", ALTERNATE);
        KEPT.put("MSETNX", ALTERNATE);
        KEPT.put("HSET", KEY_THEN_ALTERNATE);
        KEPT.put("HMSET", KEY_THEN_ALTERNATE);
        KEPT.put("HSETNX", KEY_THEN_ALTERNATE);
    }

    private RedisArguments() {}

    private static void all(String names) {
        first(ALL, names);
    }

    private static void first(int count, String names) {
        int at = 0;
        while (at < names.length()) {
            int space = names.indexOf(' ', at);
            int end = space < 0 ? names.length() : space;
            KEPT.put(names.substring(at, end), count);
            at = end + 1;
        }
    }

    /** How many arguments of a command may be shown, or one of the patterns here; to be given to {@link #shown}. */
    public static int kept(String command) {
        Integer kept = KEPT.get(command);
        return kept == null ? 0 : kept;
    }

    /**
     * Whether one argument may be shown.
     *
     * @param kept what {@link #kept} says of the command
     * @param index of the argument, from 1
     */
    public static boolean shown(int kept, int index) {
        if (kept == ALTERNATE) {
            return (index & 1) == 1;
        }
        if (kept == KEY_THEN_ALTERNATE) {
            return index == 1 || (index & 1) == 0;
        }
        return index <= kept;
    }

    /** Appends an argument in UTF-8, cut after {@code maxChars}. Most are ASCII, and need no string of their own. */
    public static void append(StringBuilder out, byte[] argument, int maxChars) {
        int begin = out.length();
        int chars = Math.min(argument.length, maxChars);
        for (int i = 0; i < chars; i++) {
            if (argument[i] < 0) {
                out.setLength(begin);
                String text = new String(argument, StandardCharsets.UTF_8);
                out.append(text, 0, Math.min(text.length(), maxChars));
                return;
            }
            out.append((char) argument[i]);
        }
    }
}
