package io.perfagent.sample.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.sample.lean.EmbeddedTomcat;
import io.perfagent.sample.shop.server.Database.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts the whole shop on either database and asks for each of its pages. */
@ParameterizedClass
@EnumSource(Kind.class)
class ShopTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Stages stages = new Stages(new PrintStream(printed, true, UTF_8));

    @Parameter
    private Kind database;

    private EmbeddedTomcat server;

    @BeforeEach
    void start() throws Exception {
        server = Shop.start(new Options(database, 0, false, 1, 0), stages);
    }

    @AfterEach
    void stop() {
        stages.close();
        assertThat(printed.toString(UTF_8)).doesNotContain("could not close");
    }

    @Test
    void everyPageAnswers() throws Exception {
        expect("GET", "/", 200, "GET  /items/\\{id\\} .*");
        expect("GET", "/health", 200, "UP\n");
        expect("GET", "/items/7", 200, "blue kettle no\\. 7, EUR \\d+\\.\\d\\d, visited 1 times\n");
        expect("GET", "/items/7", 200, "blue kettle no\\. 7, EUR \\d+\\.\\d\\d, visited 2 times\n");
        expect("GET", "/api/price/7", 200, "\\d+\n");
        expect("GET", "/search?q=KETTLE", 200, "214 items found\nblue kettle no\\. 7\n.*");
        expect("GET", "/orders", 200, "order 400 of customer-39: .*order 381 of [^\n]*\n");
        expect("GET", "/slow", 200, "([^\n]+\n){5}");
        expect("GET", "/fail", 500, ".*");
    }

    @Test
    void whatIsInTheCartCanBeBoughtOnce() throws Exception {
        expect("POST", "/cart?customer=ann&item=7&quantity=2", 200, "quantity by item: \\{7=2}\n");
        expect("POST", "/cart?customer=ann&item=9&quantity=1", 200, "quantity by item: \\{7=2, 9=1}\n");
        expect("GET", "/cart?customer=ann", 200, "quantity by item: \\{7=2, 9=1}\n");
        expect("POST", "/checkout?customer=ann", 200, "order 401, EUR \\d+\\.\\d\\d\n");
        expect("POST", "/checkout?customer=ann", 200, "the cart of ann is empty\n");
        expect("GET", "/orders", 200, "order 401 of ann: 2 x blue kettle no\\. 7, 1 x black chair no\\. 9\n.*");
    }

    @Test
    void whatMakesNoSenseIsTheClientsFault() throws Exception {
        expect("GET", "/items/0", 400, ".*");
        expect("GET", "/items/seven", 400, ".*");
        expect("GET", "/items/99999", 404, ".*");
        expect("GET", "/api/price/99999", 404, ".*");
        expect("GET", "/search", 400, ".*");
        expect("POST", "/cart?customer=ann&item=0&quantity=1", 400, ".*");
        expect("POST", "/orders", 405, ".*");
        expect("GET", "/nothing", 404, ".*");
    }

    @Test
    void visitorsMeetNoErrors() throws Exception {
        Traffic.Result result = new Traffic(server.port()).run(1, 0);
        assertThat(result.requests()).isPositive();
        assertThat(result.errors()).isZero();
    }

    private void expect(String method, String path, int status, String bodyPattern) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        assertThat(response.body()).as(path).matches("(?s)" + bodyPattern);
    }
}
