package io.perfagent.sample.shop.web;

import io.perfagent.sample.shop.store.Catalog;
import jakarta.servlet.http.HttpServletRequest;

/** {@code GET /slow}: a query that takes longer than it should. */
@SuppressWarnings("serial")
final class SlowPage extends Page {
    private final Catalog catalog;

    SlowPage(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    String get(HttpServletRequest request) throws Exception {
        return String.join("\n", catalog.dearestTheSlowWay());
    }
}
