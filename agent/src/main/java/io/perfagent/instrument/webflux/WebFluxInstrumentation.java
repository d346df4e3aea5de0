package io.perfagent.instrument.webflux;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Spring WebFlux 5.3 to 7.0, on any server: the exchange where it is made, on the thread that serves the request, and its
 * pattern where an adapter is given its handler, on whatever thread that is.
 */
public final class WebFluxInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.webflux.";
    private static final String EXCHANGE = "Lorg/springframework/web/server/ServerWebExchange;";
    private static final String REACTIVE = "Lorg/springframework/http/server/reactive/";

    @Override
    public String name() {
        return "spring-webflux";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("org.springframework.web.server.adapter.HttpWebHandlerAdapter")
                .librarySite(
                        Shape.RETURNED,
                        "createExchange",
                        "(" + REACTIVE + "ServerHttpRequest;" + REACTIVE + "ServerHttpResponse;)" + EXCHANGE,
                        Site.NONE,
                        Site.NONE,
                        ROOM + "ExchangeHook");
        sites.group(
                        "webflux-handler-adapter",
                        "org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter",
                        "org.springframework.web.reactive.function.server.support.HandlerFunctionAdapter",
                        "org.springframework.web.reactive.result.SimpleHandlerAdapter",
                        "org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter")
                .librarySite(
                        Shape.AROUND,
                        "handle",
                        "(" + EXCHANGE + "Ljava/lang/Object;)Lreactor/core/publisher/Mono;",
                        0,
                        Site.NONE,
                        ROOM + "HandlerHook");
    }
}
