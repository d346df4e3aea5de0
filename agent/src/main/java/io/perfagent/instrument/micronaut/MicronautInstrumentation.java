package io.perfagent.instrument.micronaut;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Micronaut at the start: its context, its beans, and ready when its server has started, which it says of itself then.
 * Without a server it is ready when the call that starts it returns; with most servers that call returns when they end.
 */
public final class MicronautInstrumentation implements Instrumentation {
    private static final String BY = "Micronaut";
    private static final String CONTEXT = "()Lio/micronaut/context/ApplicationContext;";
    private static final int NONE = Site.NONE;

    @Override
    public String name() {
        return "micronaut-start";
    }

    @Override
    public void declare(Sites sites) {
        start(sites, "io.micronaut.runtime.Micronaut", CONTEXT, StartingHook.readyAtReturn("Micronaut.start", BY));
        server(
                sites,
                "io.micronaut.http.server.netty.NettyHttpServer",
                "()Lio/micronaut/http/server/netty/NettyEmbeddedServer;");
        server(
                sites,
                "io.micronaut.servlet.engine.server.AbstractServletServer",
                "()Lio/micronaut/runtime/server/EmbeddedServer;");
        server(sites, "io.micronaut.messaging.MessagingApplication", "()Lio/micronaut/messaging/MessagingApplication;");
        sites.type("io.micronaut.context.DefaultApplicationContext")
                .site(
                        Shape.AROUND,
                        "start",
                        CONTEXT,
                        NONE,
                        NONE,
                        PieceHook.class,
                        PieceHook.named(Kind.PHASE, "DefaultApplicationContext.start"));
        // What makes each bean that is not there yet; a prototype is made again and again.
        sites.type("io.micronaut.context.DefaultBeanContext")
                .site(
                        Shape.AROUND,
                        "createRegistration",
                        "(Lio/micronaut/context/BeanResolutionContext;Lio/micronaut/core/type/Argument;Lio/micronaut/context/Qualifier;Lio/micronaut/inject/BeanDefinition;*",
                        3,
                        NONE,
                        PieceHook.class,
                        PieceHook.byGeneratedClass(Kind.BEAN, "$Definition"));
    }

    private static void server(Sites sites, String type, String descriptor) {
        String simple = type.substring(type.lastIndexOf('.') + 1);
        start(sites, type, descriptor, StartingHook.readyWithin(simple.concat(".start"), BY));
    }

    private static void start(Sites sites, String type, String descriptor, String declared) {
        sites.type(type).site(Shape.AROUND, "start", descriptor, NONE, NONE, StartingHook.class, declared);
    }
}
