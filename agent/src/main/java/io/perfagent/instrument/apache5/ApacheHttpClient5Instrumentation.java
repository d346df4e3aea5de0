package io.perfagent.instrument.apache5;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Apache HttpClient 5. A classic call lasts until the response's head is there, an asynchronous one until its callback;
 * redirects and retries are part of it. The context goes into the copy of the request that the library makes for itself;
 * the minimal clients make none and change the application's request themselves.
 */
public final class ApacheHttpClient5Instrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.apache5.";
    private static final String CLIENT = "org.apache.hc.client5.http.impl.";
    private static final String HTTP = "Lorg/apache/hc/core5/http/";
    private static final String RESPONSE = "Lorg/apache/hc/client5/http/impl/classic/CloseableHttpResponse;";

    @Override
    public String name() {
        return "apache-httpclient-5";
    }

    @Override
    public void declare(Sites sites) {
        classic(sites);
        asynchronous(sites.type(CLIENT + "async.InternalAbstractHttpAsyncClient"), "ProducerHook");
        asynchronous(sites.type(CLIENT + "async.AbstractMinimalHttpAsyncClientBase"), "MinimalProducerHook");
        String execute = "(" + HTTP + "HttpRequest;" + HTTP + "nio/AsyncEntityProducer;"
                + "Lorg/apache/hc/client5/http/async/AsyncExecChain$Scope;*";
        sites.type(CLIENT + "async.AsyncProtocolExec")
                .librarySite(Shape.GATE, "execute", execute, 2, 4, ROOM + "ChainHook");
        sites.group(
                        "asynchronous exchanges of Apache HttpClient 5",
                        CLIENT + "async.HttpAsyncMainClientExec",
                        CLIENT + "async.H2AsyncMainClientExec")
                .librarySite(Shape.AROUND, "execute", execute, 0, 2, ROOM + "AsyncInjectHook");
    }

    private static void classic(Sites sites) {
        String doExecute = "(" + HTTP + "HttpHost;" + HTTP + "ClassicHttpRequest;" + HTTP + "protocol/HttpContext;)*";
        sites.type(CLIENT + "classic.InternalHttpClient")
                .librarySite(Shape.GATE, "doExecute", doExecute, 0, 1, ROOM + "ExecuteHook");
        sites.type(CLIENT + "classic.MinimalHttpClient")
                .librarySite(Shape.GATE, "doExecute", doExecute, 0, 1, ROOM + "ExecuteHook")
                .librarySite(Shape.AROUND, "doExecute", doExecute, 1, Site.NONE, ROOM + "InjectHook");
        // They find out where to send a request first, and may fail there.
        sites.type(CLIENT + "classic.CloseableHttpClient")
                .librarySite(
                        Shape.GATE,
                        "execute",
                        "(" + HTTP + "ClassicHttpRequest;" + HTTP + "protocol/HttpContext;)" + RESPONSE,
                        Site.NONE,
                        0,
                        ROOM + "ExecuteHook")
                .librarySite(
                        Shape.GATE,
                        "execute",
                        "(" + HTTP + "ClassicHttpRequest;)" + RESPONSE,
                        Site.NONE,
                        0,
                        ROOM + "ExecuteHook");
        sites.type(CLIENT + "classic.MainClientExec")
                .librarySite(
                        Shape.AROUND,
                        "execute",
                        "(" + HTTP + "ClassicHttpRequest;Lorg/apache/hc/client5/http/classic/ExecChain$Scope;*",
                        0,
                        Site.NONE,
                        ROOM + "InjectHook");
    }

    private static void asynchronous(Sites.Declaration client, String producerHook) {
        String doExecute = "(" + HTTP + "HttpHost;" + HTTP + "nio/AsyncRequestProducer;*";
        // In this order: the call has begun when its arguments are exchanged.
        client.librarySite(Shape.AROUND, "doExecute", doExecute, 0, Site.NONE, ROOM + "AsyncExecuteHook")
                .librarySite(Shape.ARGUMENT, "doExecute", doExecute, 1, Site.NONE, ROOM + producerHook)
                .librarySite(Shape.ARGUMENT, "doExecute", doExecute, 5, Site.NONE, ROOM + "CallbackHook");
    }
}
