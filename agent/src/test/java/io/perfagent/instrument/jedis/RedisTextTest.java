package io.perfagent.instrument.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.bloom.RedisBloomProtocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.json.JsonProtocol;

class RedisTextTest {
    private static String text(ProtocolCommand command, String... arguments) {
        CommandArguments all = new CommandArguments(command);
        for (String argument : arguments) {
            all.add(argument);
        }
        StringBuilder out = new StringBuilder();
        RedisText.append(out, all, RedisText.name(all));
        return out.toString();
    }

    private static ProtocolCommand raw(String name) {
        return () -> name.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, user:7, GET user:7",
        "GET, clé:7, GET clé:7",
        "MGET, a b c, MGET a b c",
        "DEL, a b, DEL a b",
        "SET, user:7 SECRET, SET user:7 ?",
        "SET, user:7 SECRET EX 60, SET user:7 ? ? ?",
        "SETEX, user:7 60 SECRET, SETEX user:7 ? ?",
        "GETSET, k SECRET, GETSET k ?",
        "APPEND, k SECRET, APPEND k ?",
        "MSET, a SECRET b SECRET, MSET a ? b ?",
        "MSETNX, a SECRET b SECRET, MSETNX a ? b ?",
        "HSET, h f SECRET g SECRET, HSET h f ? g ?",
        "HMSET, h f SECRET g SECRET, HMSET h f ? g ?",
        "HSETNX, h f SECRET, HSETNX h f ?",
        "HGET, h f, HGET h f",
        "LPUSH, l SECRET SECRET, LPUSH l ? ?",
        "LREM, l 1 SECRET, LREM l ? ?",
        "LINSERT, l BEFORE SECRET SECRET, LINSERT l ? ? ?",
        "SADD, s SECRET, SADD s ?",
        "SISMEMBER, s SECRET, SISMEMBER s ?",
        "SMOVE, a b SECRET, SMOVE a b ?",
        "ZADD, z 1 SECRET, ZADD z ? ?",
        "ZSCORE, z SECRET, ZSCORE z ?",
        "PUBLISH, channel SECRET, PUBLISH channel ?",
        "XADD, stream * field SECRET, XADD stream ? ? ?",
        "PFADD, p SECRET, PFADD p ?",
        "RESTORE, k 0 SECRET, RESTORE k ? ?",
        "EVAL, return 1 SECRET, EVAL return 1 ?",
        "AUTH, bob SECRET, AUTH ? ?",
        "HELLO, 3 AUTH bob SECRET, HELLO ? ? ? ?",
        "CONFIG, SET requirepass SECRET, CONFIG ? ? ?",
        "ACL, SETUSER bob >SECRET, ACL ? ? ?",
        "MIGRATE, host 6379 k 0 1 AUTH SECRET, MIGRATE ? ? ? ? ? ? ?",
        "PING, , PING"
    })
    void keys_are_shown_and_values_are_not(String command, String arguments, String expected) {
        String[] all = arguments == null ? new String[0] : arguments.split(" ");

        assertThat(text(Protocol.Command.valueOf(command), all)).isEqualTo(expected);
    }

    @Test
    void a_command_that_is_unknown_shows_nothing() {
        assertThat(text(raw("acme.put"), "key", "SECRET")).isEqualTo("ACME.PUT ? ?");
    }

    @Test
    void a_command_given_by_name_is_the_same_command() {
        assertThat(text(raw("set"), "key", "SECRET")).isEqualTo("SET key ?");
    }

    @Test
    void the_commands_of_a_module_are_not_those_of_the_same_short_name() {
        assertThat(text(RedisBloomProtocol.TopKCommand.INCRBY, "top", "SECRET", "5"))
                .isEqualTo("TOPK.INCRBY ? ? ?");
        assertThat(text(JsonProtocol.JsonCommand.SET, "key", "$", "SECRET")).isEqualTo("JSON.SET ? ? ?");
    }

    @Test
    void a_text_is_bounded() {
        CommandArguments many = new CommandArguments(Protocol.Command.MGET);
        for (int i = 0; i < 10_000; i++) {
            many.add("key:" + i);
        }
        StringBuilder out = new StringBuilder();
        RedisText.append(out, many, "MGET");
        assertThat(out).hasSizeLessThan(1100);

        assertThat(text(Protocol.Command.GET, "x".repeat(1 << 20))).hasSizeLessThanOrEqualTo(4 + 1024);
    }
}
