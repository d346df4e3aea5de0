package io.perfagent.instrument.jetty;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Moment;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Jetty 9.4 to 11: requests where the channel hands them to the server, until the response is to be completed. */
public final class JettyInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.jetty.";

    @Override
    public String name() {
        return "jetty";
    }

    @Override
    public void declare(Sites sites) {
        String channel = "(Lorg/eclipse/jetty/server/HttpChannel;)V";
        sites.type("org.eclipse.jetty.server.Server")
                .librarySite(Shape.GATE, "handle", channel, 0, Site.NONE, ROOM + "HandleHook")
                .librarySite(Shape.AROUND, "handleAsync", channel, 0, Site.NONE, ROOM + "HandleAsyncHook");
        sites.type("org.eclipse.jetty.server.HttpChannel")
                .librarySite(Shape.AROUND, "handle", "()Z", Site.NONE, Site.NONE, ROOM + "ChannelHook")
                .librarySite(Shape.AROUND, "onCompleted", "()V", Site.NONE, Site.NONE, ROOM + "CompletedHook");
        sites.type("org.eclipse.jetty.server.HttpChannelState")
                .librarySite(Shape.AROUND, "completing", "()V", Site.NONE, Site.NONE, ROOM + "CompletedHook");
        sites.type("org.eclipse.jetty.servlet.ServletHandler")
                .librarySite(
                        Shape.RETURNED,
                        "getMatchedServlet",
                        "(Ljava/lang/String;)Lorg/eclipse/jetty/http/pathmap/MatchedResource;",
                        0,
                        Site.NONE,
                        ROOM + "MatchedRouteHook")
                .librarySite(
                        Shape.RETURNED,
                        "getMappedServlet",
                        "(Ljava/lang/String;)Lorg/eclipse/jetty/http/pathmap/MappedResource;",
                        0,
                        Site.NONE,
                        ROOM + "MappedRouteHook");
        sites.marker("org.eclipse.jetty.server.AbstractConnector$Acceptor", Moment.LISTENING);
        sites.marker("org.eclipse.jetty.server.Server$DateField", Moment.REQUEST);
        sites.marker("org.eclipse.jetty.server.HttpChannel$SendCallback", Moment.RESPONSE);
    }
}
