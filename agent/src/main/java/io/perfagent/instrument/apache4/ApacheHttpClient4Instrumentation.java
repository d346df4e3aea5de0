package io.perfagent.instrument.apache4;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Apache HttpClient 4.3 and newer: a call from {@code execute} to the response's head, redirects and retries included.
 * The context goes into the copy of the request that the library makes for itself, not into the application's.
 */
public final class ApacheHttpClient4Instrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.apache4.";
    private static final String HTTP = "Lorg/apache/http/";
    private static final String EXECUTE =
            "(" + HTTP + "conn/routing/HttpRoute;" + HTTP + "client/methods/HttpRequestWrapper;*";

    @Override
    public String name() {
        return "apache-httpclient-4";
    }

    @Override
    public void declare(Sites sites) {
        String response = HTTP + "client/methods/CloseableHttpResponse;";
        sites.type("org.apache.http.impl.client.CloseableHttpClient")
                .librarySite(
                        Shape.GATE,
                        "execute",
                        "(" + HTTP + "HttpHost;" + HTTP + "HttpRequest;" + HTTP + "protocol/HttpContext;)" + response,
                        0,
                        1,
                        ROOM + "ExecuteHook")
                .librarySite(
                        Shape.GATE,
                        "execute",
                        "(" + HTTP + "HttpHost;" + HTTP + "HttpRequest;)" + response,
                        0,
                        1,
                        ROOM + "ExecuteHook")
                .librarySite(
                        Shape.GATE,
                        "execute",
                        "(" + HTTP + "client/methods/HttpUriRequest;" + HTTP + "protocol/HttpContext;)" + response,
                        Site.NONE,
                        0,
                        ROOM + "ExecuteHook");
        sites.type("org.apache.http.impl.execchain.ProtocolExec")
                .librarySite(Shape.AROUND, "execute", EXECUTE, 1, Site.NONE, ROOM + "InjectHook");
        sites.type("org.apache.http.impl.execchain.MinimalClientExec")
                .librarySite(Shape.AROUND, "execute", EXECUTE, 1, Site.NONE, ROOM + "InjectHook");
        // The clients of 4.2 that are still there, deprecated: DefaultHttpClient and its like.
        sites.type("org.apache.http.impl.client.DefaultRequestDirector")
                .librarySite(
                        Shape.AROUND,
                        "rewriteRequestURI",
                        "(" + HTTP + "impl/client/RequestWrapper;*",
                        0,
                        Site.NONE,
                        ROOM + "InjectHook");
    }
}
