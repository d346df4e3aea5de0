package io.perfagent.sample.shop.web;

import io.perfagent.sample.shop.store.Catalog;
import jakarta.servlet.http.HttpServletRequest;

/** {@code GET /api/price/{id}}: an item's price in cents. */
@SuppressWarnings("serial")
final class PricePage extends Page {
    private final Catalog catalog;

    PricePage(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    String get(HttpServletRequest request) throws Exception {
        int id = idInPath(request);
        Integer priceCents = catalog.priceCents(id);
        if (priceCents == null) {
            throw BadRequestException.notFound("no item " + id);
        }
        return priceCents.toString();
    }
}
