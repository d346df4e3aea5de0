package io.perfagent.sample.lean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.sample.lean.resp.RespServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Starts the whole service and asks for each of its pages. */
class LeanServiceTest {
    private static RespServer redis;
    private static Backends backends;
    private static EmbeddedTomcat server;

    @BeforeAll
    static void start() throws Exception {
        redis = RespServer.start(0);
        backends = new Backends(redis.port());
        server = new EmbeddedTomcat(0);
        Servlets.addTo(server, backends);
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        backends.close();
        redis.close();
    }

    @Test
    void plainIsThirteenBytes() throws Exception {
        HttpResponse<String> response = get("/plain");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("Hello, world!").hasSize(13);
        assertThat(response.headers().firstValue("Content-Length")).contains("13");
    }

    @Test
    void fullUsesEveryBackend() throws Exception {
        HttpResponse<String> response = get("/full");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("items: 100"),
                        line -> assertThat(line).matches("item: item \\d+"),
                        line -> assertThat(line).isEqualTo("greeting: hello"),
                        line -> assertThat(line).matches("checksum: \\d+"),
                        line -> assertThat(line).isEqualTo("plain: Hello, world!"));
    }

    @Test
    void healthIsUp() throws Exception {
        assertThat(get("/health").body()).isEqualTo("UP");
    }

    @Test
    void anUnknownPageIsNotFound() throws Exception {
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aPortInUseIsAnError() throws Exception {
        EmbeddedTomcat second = new EmbeddedTomcat(server.port());
        assertThatThrownBy(second::start).isInstanceOf(LifecycleException.class);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
