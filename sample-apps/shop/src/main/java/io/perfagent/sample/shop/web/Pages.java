package io.perfagent.sample.shop.web;

import io.perfagent.sample.lean.EmbeddedTomcat;
import io.perfagent.sample.shop.store.Carts;
import io.perfagent.sample.shop.store.Catalog;
import io.perfagent.sample.shop.store.Orders;
import io.perfagent.sample.shop.store.Prices;
import java.util.concurrent.ExecutorService;

/** Which page answers at which path. */
public final class Pages {
    private Pages() {}

    /**
     * Adds every page to a server that has not been started.
     *
     * @param workers the threads for what a page does aside; closed by the caller
     */
    public static void addTo(
            EmbeddedTomcat server,
            Catalog catalog,
            Carts carts,
            Orders orders,
            Prices prices,
            ExecutorService workers) {
        server.add("", new HomePage());
        server.add("/health", new HealthPage());
        server.add("/items/*", new ItemPage(catalog, prices));
        server.add("/search", new SearchPage(catalog, workers));
        server.add("/cart", new CartPage(carts));
        server.add("/checkout", new CheckoutPage(carts, orders, prices, workers));
        server.add("/orders", new OrdersPage(orders));
        server.add("/api/price/*", new PricePage(catalog));
        server.add("/slow", new SlowPage(catalog));
        server.add("/fail", new FailPage(catalog));
    }
}
