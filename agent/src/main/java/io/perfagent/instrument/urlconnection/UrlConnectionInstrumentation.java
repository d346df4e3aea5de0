package io.perfagent.instrument.urlconnection;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** {@code HttpURLConnection}: one call from the first use to the response's head, or the failure. */
public final class UrlConnectionInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "http-url-connection";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("sun.net.www.protocol.http.HttpURLConnection")
                .site(Shape.GATE, "connect", "()V", Site.NONE, Site.NONE, UseHook.class)
                .site(Shape.GATE, "getOutputStream", "()Ljava/io/OutputStream;", Site.NONE, Site.NONE, UseHook.class)
                .site(
                        Shape.GATE,
                        "getInputStream",
                        "()Ljava/io/InputStream;",
                        Site.NONE,
                        Site.NONE,
                        ResponseHook.class);
        // Over https the connection has a connect of its own, which calls no other.
        sites.type("sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection")
                .site(Shape.GATE, "connect", "()V", Site.NONE, Site.NONE, UseHook.class);
    }
}
