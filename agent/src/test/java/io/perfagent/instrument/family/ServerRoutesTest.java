package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.sampling.Sampler;
import io.perfagent.trace.side.SideTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The most specific route wins, and of several the first; whichever thread has matched it. */
class ServerRoutesTest {
    private final SideTable side = new SideTable(100);
    private final Tracing tracing = new Tracing(
            Sampler.of("always_on", 1),
            Propagation.of(List.of(), new ArrayList<>()),
            new io.perfagent.trace.SpanRing(16, 1 << 20, 512),
            side,
            true,
            100);
    private final ServerRoutes routes = new ServerRoutes(side);
    private final Operation operation = tracing.beginRequest(OperationKinds.HTTP_SERVER, null);
    private final Map<String, Object> exchange = new HashMap<>();

    @AfterEach
    void end() {
        tracing.end(operation);
        assertThat(ThreadState.get().current()).isNull();
    }

    private static void elsewhere(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work);
        thread.start();
        thread.join();
    }

    @Test
    void a_framework_knows_better_than_the_server() {
        HttpServer.route(operation, "/*");
        routes.match(operation, "/items/{id}");
        HttpServer.route(operation, "/other/*");

        assertThat(routes.routeOf(operation)).isEqualTo("/items/{id}");
    }

    @Test
    void the_first_match_stands() {
        routes.match(operation, "/forwarding");
        routes.match(operation, "/forwarded");
        routes.matchPart(operation, "/part");

        assertThat(routes.unmatched()).isNull();
        assertThat(routes.routeOf(operation)).isEqualTo("/forwarding");
    }

    @Test
    void an_empty_match_says_nothing() {
        HttpServer.route(operation, "/*");
        routes.match(operation, "");

        assertThat(routes.unmatched()).isSameAs(operation);
        assertThat(routes.routeOf(operation)).isEqualTo("/*");
    }

    @Test
    void a_part_is_the_route_until_the_rest_is_known() {
        HttpServer.route(operation, "/*");
        assertThat(routes.part(operation)).isNull();
        routes.matchPart(operation, "/items/{id}");
        assertThat(routes.routeOf(operation)).isEqualTo("/items/{id}");

        routes.match(operation, routes.segments(routes.part(operation), "parts/{part}"));

        assertThat(routes.routeOf(operation)).isEqualTo("/items/{id}/parts/{part}");
        assertThat(routes.part(operation)).isNull();
    }

    @Test
    void without_a_request_there_is_nothing_to_match() throws InterruptedException {
        List<Object> found = new ArrayList<>();

        elsewhere(() -> found.add(routes.unmatched()));

        assertThat(found).containsExactly((Object) null);
    }

    @Test
    void a_claimed_request_is_matched_on_its_thread_without_an_entry() {
        HttpServer.route(operation, "/*");
        routes.claim(exchange);
        routes.matchClaimed(exchange, "/items/{id}");
        tracing.detach(operation);

        assertThat(side.size()).isZero();
        assertThat(routes.routeOf(operation)).isEqualTo("/items/{id}");
    }

    @Test
    void it_is_not_matched_by_what_another_request_does_on_its_thread() {
        HttpServer.route(operation, "/*");
        routes.claim(exchange);
        routes.matchClaimed(new HashMap<>(), "/of-another");

        assertThat(routes.routeOf(operation)).isEqualTo("/*");
        assertThat(side.size()).isZero();
    }

    @Test
    void it_is_matched_on_another_thread_once_it_has_left_its_own() throws InterruptedException {
        HttpServer.route(operation, "/*");
        routes.claim(exchange);
        tracing.detach(operation);
        assertThat(operation.routeOwner).isNull();

        elsewhere(() -> routes.matchClaimed(exchange, "/items/{id}"));
        elsewhere(() -> routes.matchClaimed(exchange, "/again"));

        assertThat(routes.routeOf(operation)).isEqualTo("/items/{id}");
        assertThat(side.size()).isZero();
    }

    @Test
    void it_is_matched_on_another_thread_that_is_faster_than_its_own() throws InterruptedException {
        HttpServer.route(operation, "/*");
        routes.claim(exchange);

        elsewhere(() -> routes.matchClaimed(exchange, "/items/{id}"));
        tracing.detach(operation);

        assertThat(routes.routeOf(operation)).isEqualTo("/items/{id}");
        assertThat(side.size()).isZero();
    }

    @Test
    void it_is_matched_on_another_thread_before_it_ends_on_its_own() throws InterruptedException {
        routes.claim(exchange);
        elsewhere(() -> routes.matchClaimed(exchange, "/items/{id}"));

        assertThat(routes.routeOf(operation)).isEqualTo("/items/{id}");
        assertThat(side.size()).isZero();
    }

    @Test
    void what_nobody_records_leaves_no_entry() throws InterruptedException {
        elsewhere(() -> routes.claim(exchange));
        elsewhere(() -> routes.matchClaimed(exchange, "/items/{id}"));

        assertThat(side.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'', /plain, /plain",
        "'', plain/, /plain",
        "/api, '', /api",
        "/api, /, /api",
        "/api, items/{id}, /api/items/{id}",
        "/api, //items//, /api/items",
        "'', /api/, /api",
        "'', /, ''"
    })
    void segments_are_separated_by_one_slash(String prefix, String path, String expected) {
        assertThat(routes.segments(prefix, path)).isEqualTo(expected);
        assertThat(routes.segments(prefix, path)).isSameAs(routes.segments(prefix, path));
    }

    @Test
    void patterns_below_a_context_are_as_they_are_written_and_made_once() {
        assertThat(routes.below("", "/items/")).isEqualTo("/items/");
        assertThat(routes.below(null, "/items/")).isEqualTo("/items/");
        assertThat(routes.below("/shop", "/items/{id}/")).isEqualTo("/shop/items/{id}/");
        assertThat(routes.below("/shop", "/items")).isSameAs(routes.below("/shop", "/items"));
    }

    @Test
    void what_finds_no_room_is_made_each_time() {
        for (int i = 0; i < 3000; i++) {
            assertThat(routes.below("/shop", "/" + i)).isEqualTo("/shop/" + i);
        }
        assertThat(routes.below("/shop", "/0")).isSameAs(routes.below("/shop", "/0"));
        assertThat(routes.below("/shop", "/2999")).isEqualTo("/shop/2999");
    }
}
