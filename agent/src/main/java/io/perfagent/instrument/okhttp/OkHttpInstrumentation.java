package io.perfagent.instrument.okhttp;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * OkHttp 3.4 to 5. Every request that is sent is a call of its own: each redirect and each retry, not what the cache
 * answers. The application finds no interceptor of ours: the context goes into the request where its headers are
 * written. A call that fails before anything is sent, on however many routes, is one.
 */
public final class OkHttpInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.okhttp.";
    private static final String INTERCEPT = "(Lokhttp3/Interceptor$Chain;)Lokhttp3/Response;";

    @Override
    public String name() {
        return "okhttp";
    }

    @Override
    public void declare(Sites sites) {
        // A member of Kotlin that is internal has the module's name behind its own: 3 is Java, 4 and 5 are Kotlin.
        sites.group("calls of OkHttp", "okhttp3.RealCall", "okhttp3.internal.connection.RealCall")
                .librarySite(
                        Shape.AROUND, "getResponseWithInterceptorChain", "()*", Site.NONE, Site.NONE, ROOM + "CallHook")
                .librarySite(
                        Shape.AROUND,
                        "getResponseWithInterceptorChain$okhttp",
                        "()*",
                        Site.NONE,
                        Site.NONE,
                        ROOM + "CallHook");
        sites.type("okhttp3.internal.connection.ConnectInterceptor")
                .librarySite(Shape.GATE, "intercept", INTERCEPT, 0, Site.NONE, ROOM + "RequestHook");
        sites.type("okhttp3.internal.http.CallServerInterceptor")
                .librarySite(Shape.AROUND, "intercept", INTERCEPT, 0, Site.NONE, ROOM + "SendHook");
        sites.group(
                        "writers of requests of OkHttp",
                        "okhttp3.internal.http.Http1xStream",
                        "okhttp3.internal.http.Http2xStream",
                        "okhttp3.internal.http1.Http1Codec",
                        "okhttp3.internal.http2.Http2Codec",
                        "okhttp3.internal.http1.Http1ExchangeCodec",
                        "okhttp3.internal.http2.Http2ExchangeCodec")
                .librarySite(
                        Shape.ARGUMENT,
                        "writeRequestHeaders",
                        "(Lokhttp3/Request;)V",
                        0,
                        Site.NONE,
                        ROOM + "HeadersHook");
        dispatcher(sites);
        housekeeping(sites);
    }

    private static void dispatcher(Sites sites) {
        sites.type("okhttp3.Dispatcher")
                .librarySite(Shape.AROUND, "enqueue", "(Lokhttp3/*", 0, Site.NONE, ROOM + "EnqueueHook")
                .librarySite(Shape.AROUND, "enqueue$okhttp", "(Lokhttp3/*", 0, Site.NONE, ROOM + "EnqueueHook");
        sites.group(
                        "asynchronous calls of OkHttp",
                        "okhttp3.RealCall$AsyncCall",
                        "okhttp3.internal.connection.RealCall$AsyncCall")
                .librarySite(
                        Shape.AROUND,
                        "executeOn",
                        "(Ljava/util/concurrent/ExecutorService;)V",
                        Site.NONE,
                        Site.NONE,
                        ROOM + "HandOverHook")
                .librarySite(Shape.AROUND, "execute", "()V", Site.NONE, Site.NONE, ROOM + "AsyncCallHook");
    }

    /** Loops that live as long as a connection or longer, and begin in whichever call needs them first. */
    private static void housekeeping(Sites sites) {
        sites.type("okhttp3.internal.concurrent.TaskRunner$RealBackend")
                .librarySite(Shape.AROUND, "execute", "(*", Site.NONE, Site.NONE, ROOM + "HousekeepingHook");
        sites.group(
                        "connection pools of OkHttp",
                        "okhttp3.ConnectionPool",
                        "okhttp3.internal.connection.RealConnectionPool")
                .librarySite(
                        Shape.AROUND, "put", "(Lokhttp3/internal/*", Site.NONE, Site.NONE, ROOM + "HousekeepingHook");
    }
}
