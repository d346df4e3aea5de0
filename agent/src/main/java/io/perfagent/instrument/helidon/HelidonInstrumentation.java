package io.perfagent.instrument.helidon;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Moment;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Helidon 4 at the start: its server with its features and listeners, and ready when that listens. */
public final class HelidonInstrumentation implements Instrumentation {
    private static final int NONE = Site.NONE;

    @Override
    public String name() {
        return "helidon-start";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("io.helidon.webserver.LoomServer")
                .site(
                        Shape.AROUND,
                        "<init>",
                        "(Lio/helidon/webserver/WebServerConfig;)V",
                        NONE,
                        NONE,
                        PieceHook.class,
                        PieceHook.named(Kind.PHASE, "WebServer"))
                .site(
                        Shape.AROUND,
                        "start",
                        "()Lio/helidon/webserver/WebServer;",
                        NONE,
                        NONE,
                        StartingHook.class,
                        StartingHook.readyAtReturn("WebServer.start", "Helidon"));
        sites.type("io.helidon.webserver.ServerFeatureContextImpl")
                .site(
                        Shape.AROUND,
                        "setUpFeature",
                        "(Lio/helidon/webserver/spi/ServerFeature;)V",
                        0,
                        NONE,
                        PieceHook.class,
                        PieceHook.byArgumentClass(Kind.BEAN));
        sites.type("io.helidon.webserver.ServerListener")
                .site(
                        Shape.AROUND,
                        "start",
                        "*",
                        NONE,
                        NONE,
                        PieceHook.class,
                        PieceHook.named(Kind.PHASE, "ServerListener.start"));
        sites.marker("io.helidon.webserver.LoomServer$ServerShutdownHandler", Moment.LISTENING); // made once it listens
        sites.marker("io.helidon.webserver.http1.Http1Connection", Moment.REQUEST);
        sites.marker("io.helidon.webserver.http.HttpRoutingImpl$RoutingResult", Moment.RESPONSE);
    }
}
