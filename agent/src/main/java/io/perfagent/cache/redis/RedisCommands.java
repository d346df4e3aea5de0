package io.perfagent.cache.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The commands of Redis up to 8, each classified on purpose; one that is not here may change anything. Where the keys of a
 * writing command do not stand at fixed places, all of its arguments are taken for keys. Safe for all threads.
 *
 * <p>Source: the key specifications in {@code src/commands/*.json} of Redis.
 */
public final class RedisCommands {
    /** What a command that is not known is taken for. */
    public static final RedisCommand UNKNOWN = new RedisCommand("", RedisAction.WRITE_ALL, RedisKeys.NONE, false);

    private static final int MAX_NAME = 32;
    private static final Map<String, RedisCommand> ALL = new HashMap<>(512);

    static {
        add(RedisAction.KEPT_READ, RedisKeys.FIRST, "GET HGETALL HGET");
        add(RedisAction.KEPT_READ, RedisKeys.EVERY, "MGET EXISTS");

        none(
                "BITCOUNT BITFIELD_RO BITPOS DBSIZE DUMP EXPIRETIME GEODIST GEOHASH GEOPOS GEORADIUSBYMEMBER_RO GEORADIUS_RO");
        none(
                "GEOSEARCH GETBIT GETRANGE HEXISTS HEXPIRETIME HKEYS HLEN HMGET HPEXPIRETIME HPTTL HRANDFIELD HSCAN HSTRLEN");
        none("HTTL HVALS KEYS LCS LINDEX LLEN LPOS LRANGE OBJECT PEXPIRETIME PTTL RANDOMKEY SCAN SCARD SDIFF SINTER");
        none(
                "SINTERCARD SISMEMBER SMEMBERS SMISMEMBER SORT_RO SRANDMEMBER SSCAN STRLEN SUBSTR SUNION TOUCH TTL TYPE XINFO");
        none("XLEN XPENDING XRANGE XREAD XREVRANGE ZCARD ZCOUNT ZDIFF ZINTER ZINTERCARD ZLEXCOUNT ZMSCORE ZRANDMEMBER");
        none(
                "ZRANGE ZRANGEBYLEX ZRANGEBYSCORE ZRANK ZREVRANGE ZREVRANGEBYLEX ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE ZUNION");
        none("EVAL_RO EVALSHA_RO FCALL_RO"); // the server refuses writes in them
        none("ECHO PING PUBLISH PUBSUB SPUBLISH WAIT WAITAOF QUIT");
        none("SENTINEL"); // asks or tells a sentinel, which has no keys
        none("BGREWRITEAOF BGSAVE COMMAND INFO LASTSAVE LATENCY LOLWUT MEMORY ROLE SAVE SLOWLOG TIME PFSELFTEST");

        write(
                RedisKeys.FIRST,
                "APPEND BITFIELD GEOADD GEOSEARCHSTORE GETDEL GETSET HDEL HMSET HSET HGETDEL LINSERT LPOP");
        write(RedisKeys.FIRST, "LPUSH LPUSHX LREM LSET LTRIM PFADD PFMERGE RESTORE RPOP RPUSH RPUSHX SADD SDIFFSTORE");
        write(
                RedisKeys.FIRST,
                "SET SETBIT SETRANGE SINTERSTORE SPOP SREM SUNIONSTORE XACK XACKDEL XADD XAUTOCLAIM XCLAIM");
        write(RedisKeys.FIRST, "XDEL XDELEX XSETID XTRIM ZADD ZDIFFSTORE ZINTERSTORE ZPOPMAX ZPOPMIN ZRANGESTORE ZREM");
        write(RedisKeys.FIRST, "ZREMRANGEBYLEX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZUNIONSTORE RESTORE-ASKING");
        write(RedisKeys.FIRST_TWO, "BLMOVE BRPOPLPUSH LMOVE RPOPLPUSH SMOVE");
        write(RedisKeys.SECOND, "BITOP XGROUP");
        write(RedisKeys.ODD, "MSET");
        // PFCOUNT stores what it has counted into the key.
        write(RedisKeys.EVERY, "DEL UNLINK PFCOUNT BLPOP BRPOP BZPOPMAX BZPOPMIN");
        // Keys behind a count, a STORE or a STREAMS.
        write(RedisKeys.EVERY, "BLMPOP BZMPOP LMPOP ZMPOP GEORADIUS GEORADIUSBYMEMBER SORT XREADGROUP MSETEX");

        shared(
                RedisKeys.FIRST,
                "SETNX HSETNX SETEX PSETEX GETEX HGETEX HSETEX INCR INCRBY INCRBYFLOAT DECR DECRBY HINCRBY");
        shared(RedisKeys.FIRST, "HINCRBYFLOAT ZINCRBY EXPIRE EXPIREAT PEXPIRE PEXPIREAT PERSIST HEXPIRE HEXPIREAT");
        shared(RedisKeys.FIRST, "HPEXPIRE HPEXPIREAT HPERSIST");
        shared(RedisKeys.ODD, "MSETNX");

        writeAll("COPY MOVE RENAME RENAMENX MIGRATE SWAPDB FLUSHALL FLUSHDB");
        writeAll("EVAL EVALSHA FCALL FUNCTION SCRIPT");
        // What was read may no longer be readable, or no longer be there.
        writeAll("ACL CONFIG DEBUG FAILOVER MODULE PFDEBUG REPLICAOF SLAVEOF SHUTDOWN");

        add(RedisAction.CLUSTER, RedisKeys.NONE, "CLUSTER");
        add(RedisAction.SELECT, RedisKeys.NONE, "SELECT");
        add(RedisAction.AUTH, RedisKeys.NONE, "AUTH");
        add(RedisAction.HELLO, RedisKeys.NONE, "HELLO");
        add(RedisAction.CLIENT, RedisKeys.NONE, "CLIENT");
        add(RedisAction.MULTI, RedisKeys.NONE, "MULTI");
        add(RedisAction.EXEC, RedisKeys.NONE, "EXEC DISCARD");
        add(RedisAction.WATCH, RedisKeys.NONE, "WATCH");
        add(RedisAction.UNWATCH, RedisKeys.NONE, "UNWATCH");
        add(RedisAction.OTHER_READS, RedisKeys.NONE, "READONLY READWRITE ASKING");
        add(RedisAction.NOT_IN_STEP, RedisKeys.NONE, "SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE");
        add(RedisAction.NOT_IN_STEP, RedisKeys.NONE, "SUNSUBSCRIBE MONITOR RESET PSYNC SYNC REPLCONF");
    }

    private RedisCommands() {}

    private static void none(String names) {
        add(RedisAction.NONE, RedisKeys.NONE, names);
    }

    private static void write(RedisKeys keys, String names) {
        add(RedisAction.WRITE, keys, names);
    }

    private static void shared(RedisKeys keys, String names) {
        addAll(RedisAction.WRITE, keys, true, names);
    }

    private static void writeAll(String names) {
        add(RedisAction.WRITE_ALL, RedisKeys.NONE, names);
    }

    private static void add(RedisAction action, RedisKeys keys, String names) {
        addAll(action, keys, false, names);
    }

    private static void addAll(RedisAction action, RedisKeys keys, boolean shared, String names) {
        int at = 0;
        while (at < names.length()) {
            int space = names.indexOf(' ', at);
            int end = space < 0 ? names.length() : space;
            String name = names.substring(at, end);
            if (ALL.put(name, new RedisCommand(name, action, keys, shared)) != null) {
                throw new IllegalStateException(name + " twice");
            }
            at = end + 1;
        }
    }

    /**
     * The command of a name, in either case; {@link #UNKNOWN} if there is none.
     *
     * @param name as it is sent
     */
    public static RedisCommand of(byte[] name) {
        if (name.length == 0 || name.length > MAX_NAME) {
            return UNKNOWN;
        }
        char[] upper = new char[name.length];
        for (int i = 0; i < upper.length; i++) {
            byte at = name[i];
            upper[i] = (char) (at >= 'a' && at <= 'z' ? at - 32 : at & 0xff);
        }
        return of(new String(upper));
    }

    /** The command of a name in upper case; {@link #UNKNOWN} if there is none. */
    public static RedisCommand of(String name) {
        RedisCommand known = ALL.get(name);
        return known == null ? UNKNOWN : known;
    }

    /** All names, sorted. */
    static Set<String> names() {
        return new TreeSet<>(ALL.keySet());
    }
}
