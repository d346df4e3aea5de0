package io.perfagent.instrument.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ConnectionBuilder;
import io.lettuce.core.RedisURI;
import io.netty.channel.embedded.EmbeddedChannel;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.trace.side.SideTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LettuceChannelsTest {
    private final SideTable side = new SideTable(100);
    private final LettuceChannels channels = new LettuceChannels(side);

    /** A channel to an address. */
    private static final class To extends EmbeddedChannel {
        private final @Nullable SocketAddress remote;

        To(@Nullable SocketAddress remote) {
            this.remote = remote;
        }

        @Override
        public @Nullable SocketAddress remoteAddress() {
            return remote;
        }
    }

    private static To cache() throws Exception {
        return new To(new InetSocketAddress(InetAddress.getByAddress("cache", new byte[] {10, 0, 0, 7}), 6380));
    }

    @Test
    void the_server_is_the_name_and_the_peer_the_address() throws Exception {
        DatabaseTarget target = channels.target(cache());

        assertThat(target.system).isEqualTo("redis");
        assertThat(target.host).isEqualTo("cache");
        assertThat(target.port).isEqualTo(6380);
        assertThat(target.peerAddress).isEqualTo("10.0.0.7");
        assertThat(target.peerPort).isEqualTo(6380);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://cache, 0",
        "redis://cache:6380/3, 3",
        "rediss://user:secret@cache/2?timeout=1s, 2",
        "'redis-sentinel://one:1,two:2/4#master', 4",
        "redis-socket:///run/redis.sock?database=5, 5"
    })
    void the_namespace_is_the_database_that_the_channel_was_opened_for(String uri, String database) throws Exception {
        To channel = cache();
        channel.attr(ConnectionBuilder.REDIS_URI).set(RedisURI.create(uri).toString());

        assertThat(channels.target(channel).namespace).isEqualTo(database);
    }

    @Test
    void without_a_uri_or_with_one_that_is_none_there_is_no_namespace() throws Exception {
        assertThat(channels.target(cache()).namespace).isNull();

        To odd = cache();
        odd.attr(ConnectionBuilder.REDIS_URI).set("not a uri");
        assertThat(channels.target(odd).namespace).isNull();
    }

    @Test
    void an_address_that_is_no_socket_of_the_network_is_shown_as_it_is() {
        DatabaseTarget target = channels.target(new EmbeddedChannel());

        assertThat(target.host).isEqualTo("embedded");
        assertThat(target.port).isZero();
        assertThat(target.peerAddress).isNull();
    }

    @Test
    void a_channel_that_is_not_connected_has_no_server() {
        assertThat(channels.target(new To(null)).host).isNull();
    }

    @Test
    void a_channel_is_read_once() throws Exception {
        To channel = cache();

        assertThat(channels.target(channel)).isSameAs(channels.target(channel));
        assertThat(side.size()).isEqualTo(1);
    }
}
