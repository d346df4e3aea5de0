package io.perfagent.sample.shop.web;

import io.perfagent.sample.shop.store.Carts;
import io.perfagent.sample.shop.store.Orders;
import io.perfagent.sample.shop.store.Prices;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** {@code POST /checkout?customer=}: buys what is in the cart, in steps that each begin when the one before has ended. */
@SuppressWarnings("serial")
final class CheckoutPage extends Page {
    private final Carts carts;
    private final Orders orders;
    private final Prices prices;
    private final ExecutorService workers;

    CheckoutPage(Carts carts, Orders orders, Prices prices, ExecutorService workers) {
        this.carts = carts;
        this.orders = orders;
        this.prices = prices;
        this.workers = workers;
    }

    @Override
    String get(HttpServletRequest request) throws Exception {
        throw BadRequestException.invalid("POST to buy what is in the cart");
    }

    @Override
    String post(HttpServletRequest request) throws Exception {
        String customer = textParameter(request, "customer", CartPage.MAX_CUSTOMER_LENGTH);
        int port = request.getLocalPort();
        return carts.contentsLater(customer)
                .thenComposeAsync(quantities -> buy(customer, quantities, port), workers)
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    private CompletionStage<String> buy(String customer, Map<Integer, Integer> quantities, int port) {
        if (quantities.isEmpty()) {
            return CompletableFuture.completedFuture("the cart of " + customer + " is empty");
        }
        return prices.totalCents(port, quantities)
                .thenApplyAsync(totalCents -> place(customer, quantities, totalCents), workers)
                .thenCompose(receipt -> carts.emptyLater(customer).thenApply(emptied -> receipt));
    }

    private String place(String customer, Map<Integer, Integer> quantities, long totalCents) {
        try {
            return "order " + orders.place(customer, quantities, totalCents) + ", " + euros(totalCents);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }
}
