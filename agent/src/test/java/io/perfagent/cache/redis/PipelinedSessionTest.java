package io.perfagent.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.policy.DataClasses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelinedSessionTest {
    private static final String ADDRESS = "127.0.0.1:6379";

    private RedisSource redis;
    private PipelinedSession session;
    private RedisLink link;

    @BeforeEach
    void open() {
        Caches caches = new Caches(
                new CacheOptions(0.001, 1 << 20, 1 << 16, new DataClasses("X", Map.of(), new ArrayList<>())));
        Caches.install(caches);
        redis = RedisSource.get();
        session = new PipelinedSession(redis);
        link = link(true);
    }

    @AfterEach
    void close() {
        Caches.install(null);
    }

    private RedisLink link(boolean fresh) {
        RedisLink made = new RedisLink(redis, fresh);
        made.leadsTo(ADDRESS, false);
        return made;
    }

    private static void say(RedisLink on, String line) {
        String[] words = line.split(" ");
        byte[][] arguments = new byte[words.length - 1][];
        for (int i = 1; i < words.length; i++) {
            arguments[i - 1] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        RedisCommand command = RedisCommands.of(words[0]);
        assertThat(RedisLink.isAboutConnection(command)).isTrue();
        on.saying(command, arguments);
    }

    /** A command goes all the way. */
    private void run(String name) {
        boolean awaited = session.dispatching(RedisCommands.of(name));
        link.sending();
        session.writing(link);
        session.proven();
        if (awaited) {
            session.over();
        }
    }

    @Test
    void nothing_is_answered_before_a_command_has_gone_all_the_way() {
        assertThat(session.isPlain(session.link())).isFalse();

        run("SET");

        assertThat(session.isPlain(link)).isTrue();
        assertThat(redis.source().isServing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET", "EVAL", "EXEC", "PUBLISHED-BY-A-MODULE", "INCR"})
    void what_was_dispatched_and_may_change_something_is_in_the_way_until_it_is_over(String name) {
        run("SET");
        assertThat(session.dispatching(RedisCommands.of(name))).isTrue();

        assertThat(session.isBusy()).isTrue();
        assertThat(session.isPlain(link)).isFalse();

        session.over();
        assertThat(session.isPlain(link)).isTrue();
    }

    @Test
    void a_ping_is_in_nobodys_way() {
        run("SET");

        assertThat(session.dispatching(RedisCommands.of("PING"))).isFalse();
        assertThat(session.isPlain(link)).isTrue();
    }

    @Test
    void not_in_a_transaction_and_not_while_keys_are_watched() {
        run("SET");
        run("MULTI");
        assertThat(session.isInTransaction()).isTrue();
        assertThat(session.isPlain(link)).isFalse();
        run("EXEC");
        assertThat(session.isPlain(link)).isTrue();

        run("WATCH");
        assertThat(session.isPlain(link)).isFalse();
        run("UNWATCH");
        assertThat(session.isPlain(link)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT", "AUTH", "HELLO", "CLIENT", "READONLY", "SUBSCRIBE", "MONITOR"})
    void never_again_once_the_application_has_said_something_about_the_connection(String name) {
        run("SET");
        run(name);

        assertThat(session.isPlain(link)).isFalse();
    }

    @Test
    void what_the_client_says_first_tells_database_user_and_protocol() {
        say(link, "HELLO 3 AUTH bob secret SETNAME app");
        say(link, "CLIENT SETINFO lib-name Lettuce");
        say(link, "SELECT 4");
        run("SET");

        assertThat(link.user()).startsWith("bob ").doesNotContain("secret");
        assertThat(link.database()).isEqualTo(4);
        assertThat(link.protocol()).isEqualTo(3);
        assertThat(session.isPlain(link)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 4", "AUTH bob secret", "HELLO 3", "CLIENT TRACKING on", "CLIENT REPLY off", "READONLY"})
    void a_connection_that_becomes_another_one_later_is_of_no_use(String line) {
        run("SET");
        say(link, line);

        assertThat(session.isPlain(link)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLIENT SETNAME other", "CLIENT MAINT_NOTIFICATIONS ON", "CLIENT LIST"})
    void a_name_changes_nothing(String line) {
        run("SET");
        say(link, line);

        assertThat(session.isPlain(link)).isTrue();
    }

    @Test
    void a_connection_that_was_open_before_is_of_no_use_and_pauses_all() {
        run("SET");
        link = link(false);
        run("SET");

        assertThat(session.isPlain(link)).isFalse();
        assertThat(link.isBlind()).isTrue();
        assertThat(redis.source().isServing()).isFalse();
    }

    @Test
    void nor_is_one_that_has_ended_and_the_next_one_is() {
        run("SET");
        link.ended();
        assertThat(session.isPlain(link)).isFalse();

        link = link(true);
        run("SET");
        assertThat(session.isPlain(link)).isTrue();
    }

    @Test
    void what_led_elsewhere_when_it_was_dispatched_is_not_answered() {
        run("SET");
        RedisLink before = link;
        link = link(true);
        run("SET");

        assertThat(session.isPlain(before)).isFalse();
    }

    @Test
    void a_server_that_is_only_read_while_another_is_written_to_may_be_its_replica() {
        run("GET");
        assertThat(session.isPlain(link)).isTrue();

        redis.wrote(redis.server("127.0.0.1:6380"));
        assertThat(session.isPlain(link)).isFalse();
    }
}
