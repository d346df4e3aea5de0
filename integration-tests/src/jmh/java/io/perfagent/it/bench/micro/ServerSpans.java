package io.perfagent.it.bench.micro;

import io.perfagent.export.proto.ProtoWriter;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Attributes;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.Span;
import io.perfagent.trace.SpanRing;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.sampling.Sampler;
import io.perfagent.trace.side.SideTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations of an HTTP server with the attributes that a request usually has. Spans are drained by the same thread,
 * 256 at a time, so their way out is part of what they cost. Not thread-safe.
 */
final class ServerSpans {
    private static final int BATCH = 256;

    final Tracing tracing;
    private final Scope scope = new Scope("io.perfagent.tomcat", "1");
    private final ProtoWriter exported = new ProtoWriter(256 << 10, 1 << 20);
    private int spans;

    /** @param sampler as {@code OTEL_TRACES_SAMPLER} */
    ServerSpans(String sampler) {
        tracing = new Tracing(
                Sampler.of(sampler, 1),
                Propagation.of(List.of("tracecontext", "baggage"), new ArrayList<>()),
                new SpanRing(2048, 4 << 20, 512),
                new SideTable(1024),
                true,
                Integer.MAX_VALUE);
    }

    Operation begin() {
        Operation begun = tracing.beginRequest(OperationKinds.HTTP_SERVER, null);
        if (begun == null) {
            throw new IllegalStateException("nothing begins on this thread");
        }
        return begun;
    }

    /** Writes the span if the operation is sampled; how many there were so far. */
    int finish(Operation operation) {
        Span span = tracing.span(operation, scope, "GET /owners/{id}", Span.SERVER, System.nanoTime());
        if (span == null) {
            if (operation.sampled()) {
                throw new IllegalStateException("the ring is full");
            }
            return spans;
        }
        Attributes out = span.attributes;
        out.put("http.request.method", "GET");
        out.put("url.scheme", "http");
        out.put("url.path", "/owners/42");
        out.put("http.route", "/owners/{id}");
        out.put("http.response.status_code", 200);
        out.put("network.protocol.version", "1.1");
        out.put("client.address", "127.0.0.1");
        out.put("network.peer.address", "127.0.0.1");
        out.put("network.peer.port", 50123);
        out.put("server.address", "localhost");
        out.put("server.port", 8080);
        out.put("user_agent.original", "bench");
        span.publish();
        if (++spans % BATCH == 0) {
            exported.clear();
            if (tracing.ring().drain(exported, BATCH) != BATCH) {
                throw new IllegalStateException("spans were lost");
            }
        }
        return spans;
    }
}
