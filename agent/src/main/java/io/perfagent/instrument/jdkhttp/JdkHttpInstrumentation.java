package io.perfagent.instrument.jdkhttp;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** {@code java.net.http.HttpClient}: calls where the JDK's client takes them, headers where it reads the request's. */
public final class JdkHttpInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "java-http-client";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("jdk.internal.net.http.HttpClientImpl")
                .site(
                        Shape.GATE,
                        "send",
                        "(Ljava/net/http/HttpRequest;Ljava/net/http/HttpResponse$BodyHandler;)*",
                        0,
                        Site.NONE,
                        SendHook.class)
                // In this order: the future is exchanged before the call leaves its caller.
                .site(Shape.GATE, "sendAsync", "(Ljava/net/http/HttpRequest;*", 0, Site.NONE, SendAsyncHook.class)
                .site(Shape.RETURNED, "sendAsync", "(Ljava/net/http/HttpRequest;*", 0, Site.NONE, FutureHook.class);
        sites.type("jdk.internal.net.http.ImmutableHttpRequest")
                .site(
                        Shape.RETURNED,
                        "headers",
                        "()Ljava/net/http/HttpHeaders;",
                        Site.NONE,
                        Site.NONE,
                        HeadersHook.class);
    }
}
