package io.perfagent.sample.shop.web;

import jakarta.servlet.http.HttpServletRequest;

/** {@code GET /}: what there is to see. */
@SuppressWarnings("serial")
final class HomePage extends Page {
    @Override
    String get(HttpServletRequest request) {
        return """
                GET  /items/{id}                   an item: cached in Redis, priced over HTTP
                GET  /search?q=kettle              two queries at once, on a thread pool
                GET  /cart?customer=ann            a hash in Redis
                POST /cart?customer=ann&item=7&quantity=2
                POST /checkout?customer=ann        a chain of asynchronous steps
                GET  /orders                       one query too many per order
                GET  /slow                         a slow query
                GET  /fail                         always fails
                GET  /api/price/{id}               the price service
                GET  /health""";
    }
}
