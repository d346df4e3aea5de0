package io.perfagent.instrument.undertow;

import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.instrument.undertow.dispatch.HandOverHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Moment;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Undertow 2: an exchange is served while it is <em>in call</em>, on one thread after another, and is over when its completion
 * listeners are told.
 */
public final class UndertowInstrumentation implements Instrumentation {
    private static final String HOOKS = "io.perfagent.instrument.undertow.";

    @Override
    public String name() {
        return "undertow";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("io.undertow.server.HttpServerExchange")
                .librarySite(Shape.AROUND, "setInCall", "(Z)*", 0, Site.NONE, HOOKS + "InCallHook")
                .librarySite(
                        Shape.AROUND,
                        "dispatch",
                        "(Ljava/util/concurrent/Executor;Ljava/lang/Runnable;)*",
                        1,
                        Site.NONE,
                        HOOKS + "DispatchHook")
                .librarySite(
                        Shape.AROUND,
                        "invokeExchangeCompleteListeners",
                        "()V",
                        Site.NONE,
                        Site.NONE,
                        HOOKS + "CompleteHook");
        sites.type("io.undertow.server.Connectors")
                .site(
                        Shape.AROUND,
                        "executeRootHandler",
                        "(Lio/undertow/server/HttpHandler;Lio/undertow/server/HttpServerExchange;)V",
                        Site.NONE,
                        Site.NONE,
                        HandOverHook.class)
                .librarySite(
                        Shape.GATE,
                        "executeRootHandler",
                        "(Lio/undertow/server/HttpHandler;Lio/undertow/server/HttpServerExchange;)V",
                        1, // and not the handler, which need not be of the library
                        Site.NONE,
                        HOOKS + "WorkerHook");
        // For requests and for dispatches of all kinds; a worker that a deployment itself dispatches to has been asked
        // before.
        sites.type("io.undertow.servlet.handlers.ServletInitialHandler")
                .librarySite(Shape.GATE, "dispatchRequest", "*", 0, 3, HOOKS + "DeploymentHook");
        sites.type("io.undertow.servlet.handlers.ServletDispatchingHandler")
                .librarySite(
                        Shape.AROUND,
                        "handleRequest",
                        "(Lio/undertow/server/HttpServerExchange;)V",
                        0,
                        Site.NONE,
                        HOOKS + "ServletHook");
        sites.type("io.undertow.Undertow")
                .site(
                        Shape.AROUND,
                        "start",
                        "()V",
                        Site.NONE,
                        Site.NONE,
                        StartingHook.class,
                        StartingHook.readyAtReturn("Undertow.start", "Undertow"));
        sites.marker("io.undertow.server.protocol.http.HttpOpenListener", Moment.LISTENING);
        sites.marker("io.undertow.server.protocol.http.HttpReadListener", Moment.REQUEST);
        sites.marker("io.undertow.util.StatusCodes", Moment.RESPONSE);
    }
}
