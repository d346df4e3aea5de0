package io.perfagent.instrument.apache5;

import java.io.IOException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The application's producer of a request, and the channel it is given: the request is seen when it is handed over. */
final class SeenProducer implements AsyncRequestProducer, RequestChannel {
    private final AsyncRequestProducer producer;
    private final AsyncExchange exchange;
    private final boolean inject;
    private @Nullable RequestChannel channel;

    /** @param inject whether the context goes into the request that the application made */
    SeenProducer(AsyncRequestProducer producer, AsyncExchange exchange, boolean inject) {
        this.producer = producer;
        this.exchange = exchange;
        this.inject = inject;
    }

    @Override
    public void sendRequest(RequestChannel given, HttpContext context) throws HttpException, IOException {
        channel = given;
        producer.sendRequest(this, context);
    }

    @Override
    public void sendRequest(HttpRequest request, EntityDetails details, HttpContext context)
            throws HttpException, IOException {
        if (exchange.request == null) {
            exchange.request = request;
        }
        if (exchange.context == null) {
            exchange.context = context;
        }
        if (inject) {
            ApacheCalls.set(request, exchange.headers());
        }
        RequestChannel given = channel;
        if (given != null) {
            given.sendRequest(request, details, context);
        }
    }

    @Override
    public boolean isRepeatable() {
        return producer.isRepeatable();
    }

    @Override
    public void failed(Exception thrown) {
        producer.failed(thrown);
    }

    @Override
    public int available() {
        return producer.available();
    }

    @Override
    public void produce(DataStreamChannel stream) throws IOException {
        producer.produce(stream);
    }

    @Override
    public void releaseResources() {
        producer.releaseResources();
    }
}
