package io.perfagent.sample.shop.web;

import io.perfagent.sample.shop.store.Carts;
import io.perfagent.sample.shop.store.Schema;
import jakarta.servlet.http.HttpServletRequest;

/** {@code GET /cart?customer=} shows a cart, {@code POST /cart?customer=&item=&quantity=} puts something in it. */
@SuppressWarnings("serial")
final class CartPage extends Page {
    static final int MAX_CUSTOMER_LENGTH = 20;

    private final Carts carts;

    CartPage(Carts carts) {
        this.carts = carts;
    }

    @Override
    String get(HttpServletRequest request) throws Exception {
        return "quantity by item: " + carts.contents(textParameter(request, "customer", MAX_CUSTOMER_LENGTH));
    }

    @Override
    String post(HttpServletRequest request) throws Exception {
        String customer = textParameter(request, "customer", MAX_CUSTOMER_LENGTH);
        int item = numberParameter(request, "item", 1, Schema.ITEMS);
        carts.put(customer, item, numberParameter(request, "quantity", 1, 100));
        return "quantity by item: " + carts.contents(customer);
    }
}
