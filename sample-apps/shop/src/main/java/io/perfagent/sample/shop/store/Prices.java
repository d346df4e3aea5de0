package io.perfagent.sample.shop.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The price service, called over HTTP as if it were another one's; it happens to be the shop itself. Thread-safe. */
public final class Prices {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /**
     * The price of an item in cents, asked for while the caller waits.
     *
     * @param port where the price service listens
     */
    public int priceCents(int port, int itemId) throws IOException {
        try {
            return parse(http.send(request(port, itemId), HttpResponse.BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a price");
        }
    }

    /**
     * The price of all that is in a cart, in cents, with one call per item, all at once.
     *
     * @param port where the price service listens
     * @param quantities how many are wanted, by item
     */
    public CompletableFuture<Long> totalCents(int port, Map<Integer, Integer> quantities) {
        CompletableFuture<Long> total = CompletableFuture.completedFuture(0L);
        for (Map.Entry<Integer, Integer> line : quantities.entrySet()) {
            CompletableFuture<Long> lineCents = http.sendAsync(
                            request(port, line.getKey()), HttpResponse.BodyHandlers.ofString())
                    .thenApply(response -> (long) line.getValue() * parseUnchecked(response));
            total = total.thenCombine(lineCents, Long::sum);
        }
        return total;
    }

    private static HttpRequest request(int port, int itemId) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/price/" + itemId);
        return HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    }

    private static int parse(HttpResponse<String> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("the price service answered " + response.statusCode());
        }
        return Integer.parseInt(response.body().trim());
    }

    private static int parseUnchecked(HttpResponse<String> response) {
        try {
            return parse(response);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
