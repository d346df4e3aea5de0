package io.perfagent.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisCommandsTest {
    /** All commands of Redis 7.2, from its {@code COMMAND LIST}, without modules. */
    private static final String REDIS_7 = """
            acl append asking auth bgrewriteaof bgsave bitcount bitfield bitfield_ro bitop bitpos blmove blmpop blpop
            brpop brpoplpush bzmpop bzpopmax bzpopmin client cluster command config copy dbsize debug decr decrby del
            discard dump echo eval eval_ro evalsha evalsha_ro exec exists expire expireat expiretime failover fcall
            fcall_ro flushall flushdb function geoadd geodist geohash geopos georadius georadius_ro georadiusbymember
            georadiusbymember_ro geosearch geosearchstore get getbit getdel getex getrange getset hdel hello hexists
            hget hgetall hincrby hincrbyfloat hkeys hlen hmget hmset hrandfield hscan hset hsetnx hstrlen hvals incr
            incrby incrbyfloat info keys lastsave latency lcs lindex linsert llen lmove lmpop lolwut lpop lpos lpush
            lpushx lrange lrem lset ltrim memory mget migrate module monitor move mset msetnx multi object persist
            pexpire pexpireat pexpiretime pfadd pfcount pfdebug pfmerge pfselftest ping psetex psubscribe psync pttl
            publish pubsub punsubscribe quit randomkey readonly readwrite rename renamenx replconf replicaof reset
            restore restore-asking role rpop rpoplpush rpush rpushx sadd save scan scard script sdiff sdiffstore select
            set setbit setex setnx setrange shutdown sinter sintercard sinterstore sismember slaveof slowlog smembers
            smismember smove sort sort_ro spop spublish srandmember srem sscan ssubscribe strlen subscribe substr
            sunion sunionstore sunsubscribe swapdb sync time touch ttl type unlink unsubscribe unwatch wait waitaof
            watch xack xadd xautoclaim xclaim xdel xgroup xinfo xlen xpending xrange xread xreadgroup xrevrange xsetid
            xtrim zadd zcard zcount zdiff zdiffstore zincrby zinter zintercard zinterstore zlexcount zmpop zmscore
            zpopmax zpopmin zrandmember zrange zrangebylex zrangebyscore zrangestore zrank zrem zremrangebylex
            zremrangebyrank zremrangebyscore zrevrange zrevrangebylex zrevrangebyscore zrevrank zscan zscore zunion
            zunionstore
            """;

    /** Of those, the ones that the server itself marks as writing ({@code CMD_WRITE}), or that may run or load such. */
    private static final String WRITING = """
            append bitfield bitop blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin copy decr decrby del
            eval evalsha expire expireat fcall flushall flushdb function geoadd georadius georadiusbymember
            geosearchstore getdel getex getset hdel hincrby hincrbyfloat hmset hset hsetnx incr incrby incrbyfloat
            linsert lmove lmpop lpop lpush lpushx lrem lset ltrim migrate move mset msetnx persist pexpire pexpireat
            pfadd pfcount pfdebug pfmerge psetex rename renamenx restore restore-asking rpop rpoplpush rpush rpushx sadd
            script sdiffstore set setbit setex setnx setrange sinterstore smove sort spop srem sunionstore swapdb
            unlink xack xadd xautoclaim xclaim xdel xgroup xreadgroup xsetid xtrim zadd zdiffstore zincrby zinterstore
            zmpop zpopmax zpopmin zrangestore zrem zremrangebylex zremrangebyrank zremrangebyscore zunionstore
            """;

    /** Not known, or not for applications: a write of everything is what they are meant to be. */
    private static final Set<String> LEFT_OUT = Set.of();

    private static List<String> words(String text) {
        return Arrays.asList(text.trim().split("\\s+"));
    }

    @Test
    void every_command_of_redis_7_is_classified() {
        Set<String> missing = new TreeSet<>();
        for (String name : words(REDIS_7)) {
            if (RedisCommands.of(name.getBytes(StandardCharsets.US_ASCII)) == RedisCommands.UNKNOWN
                    && !LEFT_OUT.contains(name)) {
                missing.add(name);
            }
        }

        assertThat(words(REDIS_7)).hasSizeGreaterThan(235).doesNotHaveDuplicates();
        assertThat(missing).isEmpty();
    }

    @Test
    void what_is_said_to_a_sentinel_changes_no_key() {
        assertThat(RedisCommands.of("SENTINEL").action).isEqualTo(RedisAction.NONE);
    }

    @Test
    void whatever_the_server_calls_a_write_is_one_here() {
        List<String> wrong = new ArrayList<>();
        for (String name : words(WRITING)) {
            assertThat(words(REDIS_7)).contains(name);
            if (!RedisCommands.of(name.getBytes(StandardCharsets.US_ASCII)).writes()) {
                wrong.add(name);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void a_command_that_names_keys_to_write_has_a_rule_for_them_and_others_write_everything() {
        for (String name : RedisCommands.names()) {
            RedisCommand command = RedisCommands.of(name);
            if (command.action == RedisAction.WRITE) {
                assertThat(command.keys).as(name).isNotEqualTo(RedisKeys.NONE);
            }
            if (command.action == RedisAction.WRITE_ALL) {
                assertThat(command.keys).as(name).isEqualTo(RedisKeys.NONE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SET k v EX 5, k",
        "DEL a b c, a b c",
        "MSET a 1 b 2, a b",
        "MSETNX a 1 b 2, a b",
        "HSET h f v, h",
        "LMOVE a b LEFT RIGHT, a b",
        "SMOVE a b m, a b",
        "BITOP AND dest a b, dest",
        "XGROUP CREATE stream g 0, stream",
        "ZUNIONSTORE dest 2 a b, dest",
        "ZRANGESTORE dest a 0 1, dest",
        "UNLINK a, a",
        "PFCOUNT a b, a b",
        "GETDEL k, k",
    })
    void the_keys_that_a_command_writes(String line, String keys) {
        assertThat(keys(line)).containsExactlyElementsOf(words(keys));
    }

    @ParameterizedTest
    @CsvSource({
        "ZMPOP 2 a b MIN, a b",
        "BLMPOP 0 2 a b LEFT, a b",
        "LMPOP 1 a LEFT, a",
        "GEORADIUS src 1 2 3 km STORE dest, dest",
        "SORT src STORE dest, dest",
        "XREADGROUP GROUP g c COUNT 1 STREAMS s1 s2 > >, s1 s2",
        "BLPOP a b 0, a b",
        "BZPOPMIN a b 0, a b",
    })
    void keys_at_no_fixed_place_are_among_those_taken_for_keys(String line, String keys) {
        assertThat(keys(line)).containsAll(words(keys));
    }

    private static List<String> keys(String line) {
        List<String> parts = words(line);
        RedisCommand command = RedisCommands.of(parts.get(0));
        assertThat(command.action).isEqualTo(RedisAction.WRITE);
        List<String> keys = new ArrayList<>();
        for (int i = 1; i < parts.size(); i++) {
            if (command.keys.has(i - 1)) {
                keys.add(parts.get(i));
            }
        }
        return keys;
    }

    @Test
    void what_is_kept_is_a_short_list() {
        Set<String> kept = new TreeSet<>();
        for (String name : RedisCommands.names()) {
            if (RedisCommands.of(name).action == RedisAction.KEPT_READ) {
                kept.add(name);
            }
        }

        assertThat(kept).containsExactly("EXISTS", "GET", "HGET", "HGETALL", "MGET");
    }

    @ParameterizedTest
    @CsvSource({"JSON.SET", "FT.SEARCH", "NOSUCH", "gets", "''"})
    void a_command_that_is_not_known_writes_everything(String name) {
        RedisCommand command = RedisCommands.of(name.getBytes(StandardCharsets.US_ASCII));

        assertThat(command).isSameAs(RedisCommands.UNKNOWN);
        assertThat(command.action).isEqualTo(RedisAction.WRITE_ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT, SELECT",
        "AUTH, AUTH",
        "HELLO, HELLO",
        "RESET, NOT_IN_STEP",
        "MULTI, MULTI",
        "EXEC, EXEC",
        "DISCARD, EXEC",
        "WATCH, WATCH",
        "SUBSCRIBE, NOT_IN_STEP",
        "MONITOR, NOT_IN_STEP",
        "READONLY, OTHER_READS",
        "ASKING, OTHER_READS",
        "EVAL, WRITE_ALL",
        "FCALL, WRITE_ALL",
        "SCRIPT, WRITE_ALL",
        "FLUSHDB, WRITE_ALL",
        "RENAME, WRITE_ALL",
        "ACL, WRITE_ALL",
    })
    void what_changes_more_than_keys(String name, RedisAction action) {
        assertThat(RedisCommands.of(name).action).isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({"SETNX", "INCR", "DECRBY", "HINCRBY", "EXPIRE", "PEXPIREAT", "SETEX", "GETEX"})
    void locks_counters_and_expiry_are_known(String name) {
        assertThat(RedisCommands.of(name).shared).isTrue();
    }
}
