package io.perfagent.sample.shop.web;

import io.perfagent.sample.shop.store.Catalog;
import io.perfagent.sample.shop.store.Prices;
import jakarta.servlet.http.HttpServletRequest;

/** {@code GET /items/{id}}: Redis, on a miss the database, and a call to the price service. */
@SuppressWarnings("serial")
final class ItemPage extends Page {
    private final Catalog catalog;
    private final Prices prices;

    ItemPage(Catalog catalog, Prices prices) {
        this.catalog = catalog;
        this.prices = prices;
    }

    @Override
    String get(HttpServletRequest request) throws Exception {
        int id = idInPath(request);
        String name = catalog.name(id);
        if (name == null) {
            throw BadRequestException.notFound("no item " + id);
        }
        int priceCents = prices.priceCents(request.getLocalPort(), id);
        return name + ", " + euros(priceCents) + ", visited " + catalog.countVisit(id) + " times";
    }
}
