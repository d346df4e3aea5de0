package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every framework below a server must do: name the route of the server's span, its metric's point and nothing else.
 *
 * <p>A fixture serves {@code /plain}, {@code /items/{id}} and {@code /fail/{how}}, below {@link #root} at least in the root
 * and in the context {@code /shop}.
 */
abstract class RouteKit extends LibraryKit {
    private static final String DURATION = "http.server.request.duration";

    RouteKit(Jdk jdk) {
        super(jdk);
    }

    /** Where the framework begins within a context, such as {@code /api}. */
    String root() {
        return "";
    }

    /** The route of what nobody below the server has matched; null if the server has none of its own. */
    abstract String unmatchedRoute();

    /** Requests a path of the framework and asserts the route of its one span. */
    ReceivedSpan assertRoute(String path, String route) {
        Trace trace = app().call(root() + path);
        assertThat(trace.spans()).describedAs("%s", path).hasSize(1);
        return assertRoute(trace.server(), route);
    }

    /** The same for a path that is answered with 200. */
    void assertServed(String path, String route) {
        assertAttributes(assertRoute(path, route), Map.of("http.response.status_code", 200L));
    }

    static ReceivedSpan assertRoute(ReceivedSpan span, String route) {
        assertThat(span.name()).isEqualTo("GET " + route);
        assertAttributes(span, Map.of("http.route", route));
        return span;
    }

    @Test
    void theRouteIsThePatternThatMatched() {
        assertServed("/plain", root() + "/plain");
        ReceivedSpan span = assertRoute("/items/42", root() + "/items/{id}");

        assertNotFailed(span);
        assertAttributes(span, Map.of("http.response.status_code", 200L, "url.path", root() + "/items/42"));
    }

    @Test
    void theContextPathComesFirst() {
        Trace trace = app().call("/shop" + root() + "/items/42");

        assertRoute(trace.server(), "/shop" + root() + "/items/{id}");
    }

    @Test
    void aMethodThatThrowsHasItsRoute() {
        assertFailed(assertRoute("/fail/exception", root() + "/fail/{how}"), "500");
    }

    @Test
    void aMethodThatAnswersNotFoundHasItsRoute() {
        ReceivedSpan span = assertRoute("/fail/not-found", root() + "/fail/{how}");

        assertNotFailed(span);
        assertAttributes(span, Map.of("http.response.status_code", 404L));
    }

    @Test
    void whatNobodyMatchesHasTheRouteOfTheServer() {
        ReceivedSpan span = assertRoute("/nothing/here", unmatchedRoute());

        assertAttributes(span, Map.of("http.response.status_code", 404L));
    }

    @Test
    void theMetricHasTheSameRoute() {
        app().call(root() + "/items/1");

        app().awaitPoint(
                        DURATION,
                        Map.of(
                                "http.request.method",
                                "GET",
                                "http.response.status_code",
                                200L,
                                "http.route",
                                root() + "/items/{id}"));
    }
}
