package io.perfagent.instrument.tomcat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Moment;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Tomcat 10: requests where the connector hands them to the container, routes where the host's valve has them mapped. */
public final class TomcatInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "tomcat";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("org.apache.catalina.connector.CoyoteAdapter")
                .librarySite(
                        Shape.AROUND,
                        "service",
                        "(Lorg/apache/coyote/Request;Lorg/apache/coyote/Response;)V",
                        0,
                        1,
                        "io.perfagent.instrument.tomcat.ServiceHook")
                .librarySite(
                        Shape.AROUND,
                        "asyncDispatch",
                        "(Lorg/apache/coyote/Request;Lorg/apache/coyote/Response;Lorg/apache/tomcat/util/net/SocketEvent;)Z",
                        0,
                        1,
                        "io.perfagent.instrument.tomcat.AsyncDispatchHook");
        sites.type("org.apache.coyote.Request")
                .librarySite(
                        Shape.AROUND,
                        "recycle",
                        "()V",
                        Site.NONE,
                        Site.NONE,
                        "io.perfagent.instrument.tomcat.RecycleHook");
        sites.type("org.apache.catalina.core.StandardHostValve")
                .librarySite(
                        Shape.GATE,
                        "invoke",
                        "(Lorg/apache/catalina/connector/Request;Lorg/apache/catalina/connector/Response;)V",
                        0,
                        1,
                        "io.perfagent.instrument.tomcat.RouteHook");
        declareQueue(sites);
        declareStart(sites);
        sites.marker("org.apache.tomcat.util.net.Acceptor", Moment.LISTENING);
        sites.marker("org.apache.coyote.http11.Http11Processor", Moment.REQUEST);
        sites.marker("org.apache.coyote.http11.Constants", Moment.RESPONSE);
    }

    /** The wait between the poller, which has seen something to read, and a thread that reads it. */
    private static void declareQueue(Sites sites) {
        for (String endpoint : new String[] {"NioEndpoint", "Nio2Endpoint", "AprEndpoint"}) {
            sites.type("org.apache.tomcat.util.net." + endpoint)
                    .librarySite(
                            Shape.RETURNED,
                            "createSocketProcessor",
                            "(Lorg/apache/tomcat/util/net/SocketWrapperBase;Lorg/apache/tomcat/util/net/SocketEvent;)*",
                            Site.NONE,
                            Site.NONE,
                            "io.perfagent.instrument.tomcat.ProcessorHook");
        }
        sites.type("org.apache.tomcat.util.net.SocketProcessorBase")
                .librarySite(
                        Shape.AROUND,
                        "reset",
                        "(Lorg/apache/tomcat/util/net/SocketWrapperBase;Lorg/apache/tomcat/util/net/SocketEvent;)V",
                        Site.NONE,
                        Site.NONE,
                        "io.perfagent.instrument.tomcat.QueuedHook")
                .librarySite(
                        Shape.AROUND, "run", "()V", Site.NONE, Site.NONE, "io.perfagent.instrument.tomcat.WorkerHook");
    }

    private static void declareStart(Sites sites) {
        String core = "org.apache.catalina.core.";
        start(
                sites.type(core + "StandardServer"),
                "startInternal",
                "()V",
                StartingHook.class,
                StartingHook.readyAtReturn("Tomcat StandardServer.start", "Tomcat"));
        Sites.Declaration context = sites.type(core + "StandardContext");
        start(context, "startInternal", "()V", PieceHook.class, PieceHook.bySelf(Kind.SERVLET, ""));
        for (String method : new String[] {"listenerStart", "filterStart", "loadOnStartup"}) {
            start(context, method, "*", PieceHook.class, PieceHook.named(Kind.SERVLET, "StandardContext." + method));
        }
        start(
                sites.type(core + "ApplicationFilterConfig"),
                "initFilter",
                "()V",
                PieceHook.class,
                PieceHook.bySelf(Kind.SERVLET, ""));
        sites.type(core + "StandardWrapper")
                .site(
                        Shape.AROUND,
                        "initServlet",
                        "*",
                        0,
                        Site.NONE,
                        PieceHook.class,
                        PieceHook.byArgumentClass(Kind.SERVLET));
    }

    private static void start(
            Sites.Declaration type, String method, String descriptor, Class<? extends Hook> hook, String argument) {
        type.site(Shape.AROUND, method, descriptor, Site.NONE, Site.NONE, hook, argument);
    }
}
