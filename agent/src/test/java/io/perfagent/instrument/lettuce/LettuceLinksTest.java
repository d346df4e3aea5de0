package io.perfagent.instrument.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.redis.RedisServer;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.instrument.family.Recorder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import net.bytebuddy.ByteBuddy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To which server a channel leads: one address may have several behind it. */
class LettuceLinksTest {
    private static LettuceLinks links;

    /** Connected to nobody. */
    private static final class To extends EmbeddedChannel {
        To(ChannelHandler handler) {
            super(handler);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("127.0.0.1", 6379);
        }
    }

    @BeforeAll
    static void install() {
        Recorder.install();
        links = new LettuceLinks();
    }

    @BeforeEach
    void open() {
        Caches.install(new Caches(
                new CacheOptions(0.001, 1 << 20, 1 << 16, new DataClasses("X", Map.of(), new ArrayList<>()))));
    }

    @AfterEach
    void close() {
        Caches.install(null);
    }

    private @Nullable RedisServer server(ChannelHandler handler) {
        To channel = new To(handler);
        try {
            return links.writtenTo(Objects.requireNonNull(RedisSource.get()), channel)
                    .server();
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static ChannelHandler encryption(String host) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine(host, 6379);
            engine.setUseClientMode(true);
            return new SslHandler(engine);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_is_encrypted_is_told_apart_by_the_name_that_is_asked_for() {
        RedisServer plain = server(new ChannelInboundHandlerAdapter());
        RedisServer one = server(encryption("one.example.com"));
        RedisServer other = server(encryption("other.example.com"));

        assertThat(plain).isNotNull().isSameAs(server(new ChannelInboundHandlerAdapter()));
        assertThat(one).isNotNull().isSameAs(server(encryption("one.example.com")));
        assertThat(one).isNotSameAs(other).isNotSameAs(plain);
    }

    @Test
    void what_is_behind_a_proxy_is_not_known() throws ReflectiveOperationException {
        Class<? extends ChannelInboundHandlerAdapter> proxy = new ByteBuddy()
                .subclass(ChannelInboundHandlerAdapter.class)
                .name("io.netty.handler.proxy.ProxyHandler")
                .make()
                .load(ChannelInboundHandlerAdapter.class.getClassLoader())
                .getLoaded();

        assertThat(server(proxy.getDeclaredConstructor().newInstance())).isNull();
    }
}
