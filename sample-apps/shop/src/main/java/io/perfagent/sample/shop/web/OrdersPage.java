package io.perfagent.sample.shop.web;

import io.perfagent.sample.shop.store.Orders;
import jakarta.servlet.http.HttpServletRequest;

/** {@code GET /orders}: the latest orders, with one query for each of them. */
@SuppressWarnings("serial")
final class OrdersPage extends Page {
    private final Orders orders;

    OrdersPage(Orders orders) {
        this.orders = orders;
    }

    @Override
    String get(HttpServletRequest request) throws Exception {
        return String.join("\n", orders.latest());
    }
}
