package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.fixture.JdkServerFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JdkServerIT extends HttpServerKit {
    static final Fixture JDK_SERVER = Fixture.server(
                    "jdk-server", JdkServerFixture.class, "/plain", "/query", "/async/query", "/filtered/item")
            .on(() -> Libraries.serverOfTests("netty-", "reactor-", "spring-", "undertow-", "tomcat-"));

    JdkServerIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return JDK_SERVER;
    }

    @Override
    String itemRoute() {
        return "/items";
    }

    @Override
    String routeBelow(String prefix) {
        return prefix;
    }

    @Override
    boolean answersExceptions() {
        return false;
    }

    @Override
    boolean forwards() {
        return false;
    }

    @Test
    void aCallOfTheHandlerIsItsChild() {
        assertThat(app().call("/query").made().attributes()).containsEntry("db.query.text", "SELECT ?");
    }

    @Test
    void aCallMadeAfterTheHandlerReturnedIsItsChild() {
        assertThat(app().call("/async/query").made().attributes()).containsEntry("db.query.text", "SELECT ?");
    }

    @Test
    void anExchangeEndsWithItsResponseOrItsHandlerWhicheverIsLater() {
        assertStatus("/async/no-body", 204);
        assertStatus("/async/stream-only", 200);
        assertStatus("/async/before-return", 200);
    }

    @Test
    void anExchangeThatIsClosedWithoutAnAnswerHasNoStatus() {
        Trace closed = app().call("/async/closed-without-answer");

        assertThat(closed.status()).isEqualTo(-1);
        assertFailed(closed.server(), "_OTHER");
        assertThat(closed.server().attributes()).doesNotContainKey("http.response.status_code");
    }

    @Test
    void anErrorThatComesTooLateIsRecorded() {
        ReceivedSpan failed = app().call("/fail/after-commit").server();

        assertFailed(failed, "java.lang.IllegalStateException");
        assertException(failed, "java.lang.IllegalStateException");
        assertAttributes(failed, Map.of("http.response.status_code", 200L));
    }

    @Test
    void filtersArePartOfTheExchange() {
        ReceivedSpan through = assertStatus("/filtered/item", 200);
        ReceivedSpan refused = assertStatus("/filtered/guarded", 401);

        assertAttributes(through, Map.of("http.route", "/filtered"));
        assertAttributes(refused, Map.of("http.route", "/filtered"));
    }

    @Test
    void aClientThatIsGoneIsAnError() {
        ReceivedSpan failed =
                app().callAndLeave("/odd/abort", "HTTP/1.1 200", "/plain").server();

        assertThat(failed.status()).isEqualTo("ERROR");
        assertAttributes(failed, Map.of("http.response.status_code", 200L));
    }

    @Test
    void anExchangeThatNobodyEndsIsForgottenAndTold() {
        ReceivedSpan forgotten =
                app().callAndLeave("/odd/never-closed", "\r\n\r\nok", "/odd/gc").server();

        assertNotFailed(forgotten);
        assertAttributes(forgotten, Map.of("http.response.status_code", 200L, "http.route", "/odd"));
    }

    private ReceivedSpan assertStatus(String target, long status) {
        Trace trace = app().call(target);

        assertThat(trace.spans()).hasSize(1);
        assertAttributes(trace.server(), Map.of("http.response.status_code", status));
        return trace.server();
    }
}
