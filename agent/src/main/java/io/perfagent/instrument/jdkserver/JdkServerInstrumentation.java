package io.perfagent.instrument.jdkserver;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Moment;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * {@code com.sun.net.httpserver}: an exchange begins before its context's filters and ends when its handler has returned and
 * its response is complete, whichever is later and on whichever thread.
 */
public final class JdkServerInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "java-http-server";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("com.sun.net.httpserver.Filter$Chain")
                .site(
                        Shape.GATE,
                        "doFilter",
                        "(Lcom/sun/net/httpserver/HttpExchange;)V",
                        0,
                        Site.NONE,
                        HandleHook.class);
        for (String exchange : new String[] {"HttpExchangeImpl", "HttpsExchangeImpl"}) {
            sites.type("sun.net.httpserver." + exchange)
                    .site(Shape.AROUND, "sendResponseHeaders", "(IJ)V", 0, 1, HeadersHook.class)
                    .site(Shape.AROUND, "close", "()V", Site.NONE, Site.NONE, CloseHook.class);
        }
        sites.type("sun.net.httpserver.PlaceholderOutputStream")
                .site(Shape.AROUND, "close", "()V", Site.NONE, Site.NONE, CloseHook.class);
        sites.marker("sun.net.httpserver.ServerImpl$Dispatcher", Moment.LISTENING);
        sites.marker("sun.net.httpserver.ServerImpl$Exchange", Moment.REQUEST);
        sites.marker("sun.net.httpserver.Code", Moment.RESPONSE);
    }
}
