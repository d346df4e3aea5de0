package io.perfagent.instrument.jetty12;

import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Moment;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Jetty 12: requests where they go to the server's handlers, until their stream is completed; for servlets of Jakarta EE 10
 * and 11, the route and the context of async dispatches.
 */
public final class Jetty12Instrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.jetty12.";
    private static final String REQUEST = "Lorg/eclipse/jetty/server/Request;";
    private static final String RESPONSE = "Lorg/eclipse/jetty/server/Response;";

    @Override
    public String name() {
        return "jetty-12";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("org.eclipse.jetty.server.Server")
                .librarySite(
                        Shape.GATE,
                        "handle",
                        "(" + REQUEST + RESPONSE + "Lorg/eclipse/jetty/util/Callback;)Z",
                        1,
                        2,
                        ROOM + "HandleHook");
        servlets(sites, "org.eclipse.jetty.ee10.servlet.");
        servlets(sites, "org.eclipse.jetty.ee11.servlet.");
        // The same in Jetty 9 to 11.
        sites.type("org.eclipse.jetty.server.Server")
                .site(
                        Shape.AROUND,
                        "doStart",
                        "()V",
                        Site.NONE,
                        Site.NONE,
                        StartingHook.class,
                        StartingHook.readyAtReturn("Jetty Server.start", "Jetty"));
        sites.marker("org.eclipse.jetty.server.AbstractConnector$Acceptor", Moment.LISTENING);
        sites.marker("org.eclipse.jetty.server.Server$DateField", Moment.REQUEST);
        sites.marker("org.eclipse.jetty.http.MultiPartFormData", Moment.RESPONSE); // asked for parts to let go
    }

    private static void servlets(Sites sites, String servlet) {
        String internal = "L" + servlet.replace('.', '/');
        sites.type(servlet + "ServletHandler")
                .librarySite(
                        Shape.RETURNED,
                        "getMatchedServlet",
                        "(Ljava/lang/String;)Lorg/eclipse/jetty/http/pathmap/MatchedResource;",
                        0,
                        Site.NONE,
                        ROOM + "MatchHook");
        sites.type(servlet + "ServletContextHandler")
                .librarySite(
                        Shape.RETURNED,
                        "wrapRequest",
                        "(" + REQUEST + RESPONSE + ")Lorg/eclipse/jetty/server/handler/ContextRequest;",
                        0,
                        Site.NONE,
                        ROOM + "ContextHook");
        sites.type(servlet + "ServletChannelState")
                .librarySite(
                        Shape.AROUND,
                        "startAsync",
                        "(" + internal + "AsyncContextEvent;)V",
                        Site.NONE,
                        Site.NONE,
                        ROOM + "StartAsyncHook")
                .librarySite(
                        Shape.AROUND,
                        "handling",
                        "()" + internal + "ServletChannelState$Action;",
                        Site.NONE,
                        Site.NONE,
                        ROOM + "HandlingHook")
                .librarySite(Shape.AROUND, "recycle", "()V", Site.NONE, Site.NONE, ROOM + "RecycleHook");
        sites.type(servlet + "ServletChannel")
                .librarySite(Shape.AROUND, "handle", "()V", Site.NONE, Site.NONE, ROOM + "ChannelHook")
                .librarySite(
                        Shape.AROUND,
                        "handleException",
                        "(Ljava/lang/Throwable;)V",
                        0,
                        Site.NONE,
                        ROOM + "ExceptionHook");
    }
}
